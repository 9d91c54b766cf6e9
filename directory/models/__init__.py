"""Tables of the directory: HSDS 3.0, and the fields our users need besides.

Names and meanings follow the Human Services Data Specification 3.0 (Open
Referral, CC BY-SA 4.0). Ours are marked: HSDS has no place for warm transfer,
certainty, or an address that must stay hidden. Every table carries the prefix
``dir_`` so that the directory can share a database with the desk.
"""

from __future__ import annotations

from directory.models.base import NAMING, Base, Id
from directory.models.details import (
    Contact,
    CostOption,
    Funding,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)
from directory.models.ours import (
    Distinct,
    Listing,
    Merge,
    Note,
    Report,
)
from directory.models.places import (
    Accessibility,
    Address,
    Location,
    ServiceAtLocation,
)
from directory.models.services import (
    Organization,
    OrganizationIdentifier,
    Program,
    Service,
)
from directory.models.terms import (
    Attribute,
    Change,
    TableDescription,
    Taxonomy,
    TaxonomyTerm,
)

__all__ = [
    "NAMING",
    "Accessibility",
    "Address",
    "Attribute",
    "Base",
    "Change",
    "Contact",
    "CostOption",
    "Distinct",
    "Funding",
    "Id",
    "Language",
    "Listing",
    "Location",
    "Merge",
    "Note",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Program",
    "Report",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "TableDescription",
    "Taxonomy",
    "TaxonomyTerm",
]
