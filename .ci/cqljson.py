"""Compares values of the Python driver with the JSON that cqlpage prints, type by type."""
import ipaddress
import json
import math
import re
import struct
from decimal import Decimal

NANOSECONDS = {"h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}
DURATION = re.compile(r"(\d+)(mo|ms|us|ns|[ywdhms])")
MOMENT = re.compile(r"([+-]?\d{4,})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)\.(\d{3})Z)?$")


def parse(line):
    """A line of JSON with its numbers as they are written."""
    return json.loads(line, parse_float=Decimal, parse_int=Decimal)


def duration(text):
    sign = -1 if text.startswith("-") else 1
    months = days = nanoseconds = 0
    for number, unit in DURATION.findall(text.replace("µ", "u")):
        number = int(number)
        if unit in ("y", "mo"):
            months += number * (12 if unit == "y" else 1)
        elif unit in ("w", "d"):
            days += number * (7 if unit == "w" else 1)
        else:
            nanoseconds += number * NANOSECONDS[unit]
    return sign * months, sign * days, sign * nanoseconds


def days_since_1970(year, month, day):
    """Of the Gregorian calendar, for any year."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def moment(text):
    """Milliseconds since 1970 of a date, or of a date and a time."""
    year, month, day, *time = MOMENT.match(text).groups()
    days = days_since_1970(int(year), int(month), int(day))
    if time[0] is None:
        return days * 86_400_000
    hour, minute, second, millisecond = map(int, time)
    return days * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond


def time_of_day(text):
    clock, _, fraction = text.partition(".")
    hour, minute, second = map(int, clock.split(":"))
    return ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + int(fraction.ljust(9, "0"))


def same_float(value, shown, form):
    if math.isnan(value) or math.isinf(value):
        return shown is None
    return shown is not None and struct.pack(form, float(shown)) == struct.pack(form, value)


def milliseconds(value):
    """Of the driver's datetime, which is some microseconds off in years far away."""
    days = days_since_1970(value.year, value.month, value.day)
    seconds = days * 86_400 + (value.hour * 60 + value.minute) * 60 + value.second
    return seconds * 1000 + (value.microsecond + 500) // 1000


SCALARS = {
    "ascii": lambda value, shown: value == shown,
    "text": lambda value, shown: value == shown,
    "varchar": lambda value, shown: value == shown,
    "bigint": lambda value, shown: value == shown,
    "counter": lambda value, shown: value == shown,
    "int": lambda value, shown: value == shown,
    "smallint": lambda value, shown: value == shown,
    "tinyint": lambda value, shown: value == shown,
    "varint": lambda value, shown: value == shown,
    "decimal": lambda value, shown: value == shown,
    "boolean": lambda value, shown: value is shown,
    "blob": lambda value, shown: "0x" + value.hex() == shown,
    "float": lambda value, shown: same_float(value, shown, ">f"),
    "double": lambda value, shown: same_float(value, shown, ">d"),
    "uuid": lambda value, shown: str(value) == shown,
    "timeuuid": lambda value, shown: str(value) == shown,
    "inet": lambda value, shown: ipaddress.ip_address(value) == ipaddress.ip_address(shown),
    "date": lambda value, shown: value.days_from_epoch * 86_400_000 == moment(shown),
    "time": lambda value, shown: value.nanosecond_time == time_of_day(shown),
    "timestamp": lambda value, shown: milliseconds(value) == moment(shown),
    "duration": lambda value, shown: (value.months, value.days, value.nanoseconds) == duration(shown),
}


def key(cql_type, shown):
    """A map's key, which is text in JSON whatever its type."""
    if cql_type.typename in ("ascii", "text", "varchar", "uuid", "timeuuid", "inet", "date", "time", "timestamp", "blob"):
        return shown
    return parse(shown)


def same(cql_type, value, shown):
    """Whether a value of the driver is what the JSON shows."""
    if value is None:
        # The driver reads an empty value as None.
        return shown is None or shown == ""
    name = cql_type.typename
    if name in SCALARS:
        return SCALARS[name](value, shown)
    if name in ("list", "set"):
        return same_list([cql_type.subtypes[0]] * len(value), list(value), shown)
    if name == "org.apache.cassandra.db.marshal.VectorType":
        return same_list([cql_type.subtype] * len(value), value, shown)
    if name == "tuple":
        return same_list(cql_type.subtypes, value, shown)
    if name == "map":
        key_type, value_type = cql_type.subtypes
        return len(value) == len(shown) and all(
            same(key_type, k, key(key_type, shown_key)) and same(value_type, v, shown_value)
            for (k, v), (shown_key, shown_value) in zip(value.items(), shown.items()))
    if hasattr(cql_type, "fieldnames"):
        return list(cql_type.fieldnames) == list(shown) and same_list(cql_type.subtypes, value, list(shown.values()))
    raise SystemExit(f"no comparison for {name}")


def same_list(types, values, shown):
    return len(values) == len(shown) and all(map(same, types, values, shown))
