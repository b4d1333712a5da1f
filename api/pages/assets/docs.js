// Shows the specification with Swagger UI. Nothing is fetched from elsewhere.
window.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("documentation");
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.specification,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
});
