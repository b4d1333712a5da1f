"""What content is: one file per type, the fields they are made of, and the code lists.

Pure marshmallow: nothing here knows of a database, a request or the rest of the house.
"""
