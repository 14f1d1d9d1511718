// The types of `sqlalchemy_utils` on PostgreSQL.
#include "sqlalchemy/types_packages.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::type_family;

/// UUIDType(binary=True, native=True)
std::shared_ptr<type_value> uuid_type(evaluation& run, bound_arguments const& given) {
    if (run.truth(given["native"]))
        return plain_type(given, "UUID", type_family::uuid);
    return plain_type(given, run.truth(given["binary"]) ? "BINARY(16)" : "CHAR(32)", type_family::uuid);
}

/// ChoiceType(choices, impl=None)
std::shared_ptr<type_value> choice_type(evaluation& run, bound_arguments const& given) {
    auto const& impl = given["impl"];
    auto type = impl.is_none() ? schema::column_type{.keyword = "VARCHAR(255)", .family = type_family::string}
                               : required_type(run, impl)->type_in(std::nullopt);
    return std::make_shared<type_value>("ChoiceType", std::move(type));
}

/// CompositeType(name, columns): its name; CREATE TYPE is the business of the application.
std::shared_ptr<type_value> composite_type(evaluation&, bound_arguments const& given) {
    return plain_type(given, given.text("name"), type_family::other);
}

type_maker unread(type_maker make) {
    return converting(std::move(make), value_conversion::unknown);
}

type_maker unread(std::string word, type_family family = type_family::string) {
    return unread(keyword_type(std::move(word), family));
}

constexpr std::array<std::string_view, 30> utils_modules{
    "sqlalchemy_utils",
    "sqlalchemy_utils.types",
    "sqlalchemy_utils.types.arrow",
    "sqlalchemy_utils.types.bit",
    "sqlalchemy_utils.types.choice",
    "sqlalchemy_utils.types.color",
    "sqlalchemy_utils.types.country",
    "sqlalchemy_utils.types.currency",
    "sqlalchemy_utils.types.email",
    "sqlalchemy_utils.types.encrypted",
    "sqlalchemy_utils.types.encrypted.encrypted_type",
    "sqlalchemy_utils.types.enriched_datetime",
    "sqlalchemy_utils.types.enriched_datetime.enriched_date_type",
    "sqlalchemy_utils.types.enriched_datetime.enriched_datetime_type",
    "sqlalchemy_utils.types.ip_address",
    "sqlalchemy_utils.types.json",
    "sqlalchemy_utils.types.locale",
    "sqlalchemy_utils.types.ltree",
    "sqlalchemy_utils.types.password",
    "sqlalchemy_utils.types.pg_composite",
    "sqlalchemy_utils.types.phone_number",
    "sqlalchemy_utils.types.range",
    "sqlalchemy_utils.types.scalar_list",
    "sqlalchemy_utils.types.timezone",
    "sqlalchemy_utils.types.ts_vector",
    "sqlalchemy_utils.types.url",
    "sqlalchemy_utils.types.uuid",
    "sqlalchemy_utils.types.weekdays",
    "sqlalchemy_searchable",
    "sqlalchemy_searchable.vectorizers",
};

} // namespace

void add_utils_types(python::module_registry& modules) {
    static constexpr std::string_view decorator = "TypeDecorator";
    type_row const rows[] = {
        {"UUIDType(binary=True, native=True)", uuid_type, decorator},
        {"EmailType(length=255, *args, **kw)", unread(sized_string("length")), decorator},
        {"URLType(*args, **kw)", keyword_type("TEXT", type_family::string), decorator},
        {"PhoneNumberType(region='US', max_length=20, *args, **kw)", unread(sized_string("max_length")), decorator},
        {"ChoiceType(choices, impl=None)", unread(choice_type), decorator},
        {"JSONType(*args, **kw)", keyword_type("JSON", type_family::json), decorator},
        {"PasswordType(max_length=None, **kw)", unread("BYTEA", type_family::binary), decorator},
        {"IPAddressType(max_length=50, *args, **kw)", sized_string("max_length"), decorator},
        {"CountryType(*args, **kw)", unread("VARCHAR(2)"), decorator},
        {"CurrencyType(*args, **kw)", unread("VARCHAR(3)"), decorator},
        {"LocaleType()", unread("VARCHAR(10)"), decorator},
        {"TimezoneType(backend='dateutil')", unread("VARCHAR(50)"), decorator},
        {"ColorType(max_length=20, *args, **kw)", unread(sized_string("max_length")), decorator},
        {"ScalarListType(coerce_func=None, separator=',')", unread("TEXT"), decorator},
        {"StringEncryptedType(type_in=None, key=None, engine=None, padding=None, length=None, collation=None)",
         unread(sized_string("length")),
         decorator},
        {"EncryptedType(type_in=None, key=None, engine=None, padding=None, **kw)",
         unread("BYTEA", type_family::binary),
         decorator},
        {"ArrowType(timezone=False)", unread(zoned_timestamp), decorator},
        {"EnrichedDateTimeType(datetime_processor=None, timezone=False)", unread(zoned_timestamp), decorator},
        {"EnrichedDateType(date_processor=None)", unread("DATE", type_family::date), decorator},
        {"TSVectorType(*args, **kw)", keyword_type("TSVECTOR"), decorator},
        {"LtreeType()", unread("LTREE", type_family::other), "UserDefinedType"},
        {"LQUERY()", unread("LQUERY", type_family::other)},
        {"LTXTQUERY()", unread("LTXTQUERY", type_family::other)},
        {"CompositeType(name, columns, quote=None, **kw)", unread(composite_type), "UserDefinedType"},
        {"BitType(length=1, **kw)", bit_string_type, decorator},
        {"WeekDaysType(*args, **kw)", unread("BIT(7)", type_family::other), decorator},
        {"IntRangeType(*args, **kw)", unread("INT4RANGE", type_family::other), decorator},
        {"Int8RangeType(*args, **kw)", unread("INT8RANGE", type_family::other), decorator},
        {"NumericRangeType(*args, **kw)", unread("NUMRANGE", type_family::other), decorator},
        {"DateRangeType(*args, **kw)", unread("DATERANGE", type_family::other), decorator},
        {"DateTimeRangeType(*args, **kw)", unread("TSRANGE", type_family::other), decorator},
    };
    add_types(modules, utils_modules, rows);
}

} // namespace alembicore::sqlalchemy
