"""What a person who needs Mika or KAST must be able to read."""

import pytest

ALL = ["2260", "2262", "2280", "2281", "2282", "2283", "2284"]


@pytest.mark.parametrize("slug", ["mika", "kast"])
def test_a_reception_states_what_the_article_states(seeded, slug):
    reception = seeded.get(f"/receptions/{slug}")
    assert reception["isFree"] is True
    assert reception["isConfidential"] is True
    assert reception["forRelatives"] is True
    assert reception["municipalities"] == ALL
    assert [each["code"] for each in reception["offers"]] == ["talks", "guidance"]
    assert reception["host"]["title"] == "Stödcentrum"
    assert reception["unit"] == "Individ- och arbetsmarknadsförvaltningen"
    assert len(reception["collaborators"]) == 11
    assert reception["safety"] == {
        "quickExit": True,
        "neutralTitle": "Stöd i Västernorrland",
        "noNotifications": True,
        "noTracking": True,
    }


@pytest.mark.parametrize(
    "field",
    ["anonymousContact", "minAge", "maxAge", "openingHours", "address", "interpreter", "accessibility", "languages",
     "openNow", "nextChangeAt", "closedOnHolidays"],
)  # fmt: skip
def test_what_is_not_stated_is_null_never_false(seeded, field):
    assert seeded.get("/receptions/mika")[field] is None


def test_the_two_people_inform_and_are_no_help_line(seeded):
    reception = seeded.get("/receptions/mika")
    assert [each["purpose"] for each in reception["contacts"]] == ["information", "information"]
    assert [each["contact"]["title"] for each in reception["contacts"]] == [
        "Hannah Kejerhag Oldenmark",
        "Karin Silfversten",
    ]
    assert [each["kind"] for each in reception["channels"]] == ["web"]


def test_each_reception_names_its_own_audience(seeded):
    codes = {
        slug: [each["code"] for each in seeded.get(f"/receptions/{slug}")["audiences"]] for slug in ("mika", "kast")
    }
    assert codes == {"mika": ["exploited", "relatives"], "kast": ["sexBuyers", "relatives"]}


def test_phones_come_in_the_three_forms_a_front_end_needs(seeded):
    assert seeded.get("/contacts/hannah-kejerhag-oldenmark")["phone"] == {
        "number": "+46701902735",
        "display": "070-190 27 35",
        "uri": "tel:+46701902735",
    }
    assert seeded.get("/contacts/karin-silfversten")["phone"]["display"] == "070-598 01 45"


def test_a_link_without_address_is_left_out(seeded):
    study = seeded.get("/studies/ibland-kan-det-vara-mot-betalning")
    assert study["links"] == []
    assert study["publishers"] is None
    assert len(study["relatedOrganizations"]) == 4
