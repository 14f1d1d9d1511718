#include "generate/type_text.hpp"

#include "authoring/term.hpp"
#include "authoring/type_term.hpp"
#include "python/text.hpp"
#include "sql/type.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace alembicore::generate {

namespace {

using python::quote_text;

/// How the arguments of PostgreSQL's word become those of a class.
enum class reading { nothing, length, precision, precision_and_scale, zone, json, text };

struct type_class {
    std::string_view name;    ///< with its module
    std::string_view keyword; ///< that PostgreSQL is told
    reading arguments = reading::nothing;
};

/// Classes that models use, where they say no more than PostgreSQL's word.
constexpr std::array<type_class, 57> declared_classes{{
    {"sa.String", "VARCHAR", reading::length},
    {"sa.VARCHAR", "VARCHAR", reading::length},
    {"sa.Unicode", "VARCHAR", reading::length},
    {"sa.Text", "TEXT", reading::length},
    {"sa.TEXT", "TEXT", reading::length},
    {"sa.UnicodeText", "TEXT", reading::length},
    {"sa.CHAR", "CHAR", reading::length},
    {"sa.Integer", "INTEGER"},
    {"sa.INTEGER", "INTEGER"},
    {"sa.BigInteger", "BIGINT"},
    {"sa.BIGINT", "BIGINT"},
    {"sa.SmallInteger", "SMALLINT"},
    {"sa.SMALLINT", "SMALLINT"},
    {"sa.Numeric", "NUMERIC", reading::precision_and_scale},
    {"sa.NUMERIC", "NUMERIC", reading::precision_and_scale},
    {"sa.DECIMAL", "DECIMAL", reading::precision_and_scale},
    {"sa.Float", "FLOAT", reading::precision},
    {"sa.FLOAT", "FLOAT", reading::precision},
    {"sa.Double", "DOUBLE PRECISION"},
    {"sa.REAL", "REAL"},
    {"sa.DateTime", "TIMESTAMP", reading::zone},
    {"sa.TIMESTAMP", "TIMESTAMP", reading::zone},
    {"sa.Time", "TIME", reading::zone},
    {"sa.Date", "DATE"},
    {"sa.DATE", "DATE"},
    {"sa.Boolean", "BOOLEAN"},
    {"sa.BOOLEAN", "BOOLEAN"},
    {"sa.LargeBinary", "BYTEA"},
    {"sa.PickleType", "BYTEA"},
    {"sa.Interval", "INTERVAL"},
    {"sa.Uuid", "UUID"},
    {"sa.JSON", "JSON"},
    {"postgresql.JSONB", "JSONB", reading::json},
    {"postgresql.BYTEA", "BYTEA"},
    {"postgresql.INET", "INET"},
    {"postgresql.CIDR", "CIDR"},
    {"postgresql.MACADDR", "MACADDR"},
    {"postgresql.MACADDR8", "MACADDR8"},
    {"postgresql.MONEY", "MONEY"},
    {"postgresql.OID", "OID"},
    {"postgresql.REGCLASS", "REGCLASS"},
    {"postgresql.TSVECTOR", "TSVECTOR"},
    {"postgresql.TSQUERY", "TSQUERY"},
    {"postgresql.CITEXT", "CITEXT"},
    {"postgresql.HSTORE", "HSTORE", reading::text},
    {"postgresql.INT4RANGE", "INT4RANGE"},
    {"postgresql.INT8RANGE", "INT8RANGE"},
    {"postgresql.NUMRANGE", "NUMRANGE"},
    {"postgresql.DATERANGE", "DATERANGE"},
    {"postgresql.TSRANGE", "TSRANGE"},
    {"postgresql.TSTZRANGE", "TSTZRANGE"},
    {"postgresql.INT4MULTIRANGE", "INT4MULTIRANGE"},
    {"postgresql.INT8MULTIRANGE", "INT8MULTIRANGE"},
    {"postgresql.NUMMULTIRANGE", "NUMMULTIRANGE"},
    {"postgresql.DATEMULTIRANGE", "DATEMULTIRANGE"},
    {"postgresql.TSMULTIRANGE", "TSMULTIRANGE"},
    {"postgresql.TSTZMULTIRANGE", "TSTZMULTIRANGE"},
}};

/// What reflection makes of PostgreSQL's words; the classes above stand for the others.
constexpr std::array<type_class, 17> reflected_classes{{
    {"sa.VARCHAR", "VARCHAR", reading::length},
    {"sa.TEXT", "TEXT", reading::length},
    {"sa.CHAR", "CHAR", reading::length},
    {"sa.INTEGER", "INTEGER"},
    {"sa.BIGINT", "BIGINT"},
    {"sa.SMALLINT", "SMALLINT"},
    {"sa.NUMERIC", "NUMERIC", reading::precision_and_scale},
    {"sa.REAL", "REAL"},
    {"postgresql.TIMESTAMP", "TIMESTAMP", reading::zone},
    {"postgresql.TIME", "TIME", reading::zone},
    {"sa.DATE", "DATE"},
    {"sa.BOOLEAN", "BOOLEAN"},
    {"postgresql.BYTEA", "BYTEA"},
    {"postgresql.INTERVAL", "INTERVAL"},
    {"postgresql.JSON", "JSON", reading::json},
    {"postgresql.JSONB", "JSONB", reading::json},
    {"postgresql.CITEXT", "CITEXT"},
}};

constexpr std::string_view dialect = "postgresql.";

std::string_view without_module(std::string_view name) {
    return name.substr(name.find('.') + 1);
}

std::string sql_of(schema::column_type const& type) {
    sql::writer out{sql::audience::server()};
    sql::write(out, type);
    return std::move(out).take();
}

/// nullopt: the class has no argument for something that the type says.
std::optional<std::string> arguments_of(schema::column_type const& type, reading how) {
    std::vector<std::string> arguments;
    auto const add = [&](std::string const& name, std::string const& text) { arguments.push_back(name + '=' + text); };
    std::size_t const given = type.arguments.size();
    bool const bare = type.suffix.empty() && type.collation.empty();
    bool known = false;
    switch (how) {
    case reading::nothing:
        known = bare && given == 0;
        break;
    case reading::json:
        known = bare && given == 0;
        add("astext_type", "sa.Text()");
        break;
    case reading::text:
        known = bare && given == 0;
        add("text_type", "sa.Text()");
        break;
    case reading::length:
        known = type.suffix.empty() && given <= 1;
        if (given == 1)
            add("length", type.arguments.front());
        if (!type.collation.empty())
            add("collation", quote_text(type.collation));
        break;
    case reading::precision:
    case reading::precision_and_scale:
        known = bare && given <= (how == reading::precision ? 1U : 2U);
        if (given > 0)
            add("precision", type.arguments.front());
        if (given > 1)
            add("scale", type.arguments.back());
        break;
    case reading::zone:
        known = type.collation.empty() && given <= 1;
        if (type.suffix == "WITH TIME ZONE")
            add("timezone", "True");
        if (given == 1)
            add("precision", type.arguments.front());
        break;
    }
    if (!known)
        return std::nullopt;
    std::string text;
    for (auto const& each : arguments)
        text += (text.empty() ? "" : ", ") + each;
    return text;
}

/// Generic classes of times take no precision.
bool can_say(type_class const& as, schema::column_type const& type) {
    return as.arguments != reading::zone || type.arguments.empty() || as.name.starts_with(dialect);
}

std::optional<std::string> written(type_class const& as, schema::column_type const& type) {
    auto const arguments = arguments_of(type, as.arguments);
    return arguments ? std::optional{std::string{as.name} + '(' + *arguments + ')'} : std::nullopt;
}

std::string enumeration_text(std::string_view class_name, schema::enumeration const& from) {
    std::string text = std::string{class_name} + '(';
    for (auto const& label : from.labels)
        text += quote_text(label) + ", ";
    text += "name=" + quote_text(from.name.name.text);
    if (from.name.schema)
        text += ", schema=" + quote_text(from.name.schema->text);
    return text;
}

/// Classes that came with SQLAlchemy 2 had another home before.
std::string renamed_class(std::string_view generic, std::string_view before, sqlalchemy_generation like) {
    return std::string{like == sqlalchemy_generation::v1_4 ? before : generic};
}

enum class preference { declared, reflected };

std::string text_of_keyword(schema::column_type const& type, preference preferred, sqlalchemy_generation like) {
    if (type.keyword == "UUID" && type.arguments.empty())
        return renamed_class("sa.UUID()", "postgresql.UUID()", like);
    if (type.keyword == "DOUBLE PRECISION")
        return renamed_class("sa.DOUBLE_PRECISION(precision=53)", "postgresql.DOUBLE_PRECISION(precision=53)", like);
    auto const search = [&](auto const& classes) -> std::optional<std::string> {
        for (auto const& each : classes)
            if (each.keyword == type.keyword && can_say(each, type))
                if (auto text = written(each, type))
                    return text;
        return std::nullopt;
    };
    auto text = preferred == preference::declared ? search(declared_classes) : search(reflected_classes);
    if (!text)
        text = preferred == preference::declared ? search(reflected_classes) : search(declared_classes);
    if (text)
        return *text;
    authoring::modules_needed ignored; // It is read off the text.
    return authoring::on_one_line(authoring::type_term(type, ignored));
}

std::string declared_text(std::string_view class_name, schema::column_type const& type, sqlalchemy_generation like) {
    if (type.element) {
        auto made = std::string{dialect} + "ARRAY(" + declared_text({}, *type.element, like);
        if (type.dimensions > 1)
            made += ", dimensions=" + std::to_string(type.dimensions);
        return made + ')';
    }
    if (type.enumeration) {
        bool const apart = type.enumeration->creation == schema::type_creation::apart;
        bool const of_dialect = apart || class_name == "ENUM";
        auto made = enumeration_text(of_dialect ? "postgresql.ENUM" : "sa.Enum", *type.enumeration);
        return made + (apart ? ", create_type=False)" : ")");
    }
    if (class_name == "Double" && like == sqlalchemy_generation::v1_4)
        return "postgresql.DOUBLE_PRECISION()";
    if (class_name == "Uuid" && like == sqlalchemy_generation::v1_4)
        return "postgresql.UUID()";
    for (auto const& each : declared_classes)
        if (without_module(each.name) == class_name && each.keyword == type.keyword && can_say(each, type))
            if (auto text = written(each, type))
                return *text;
    if (class_name == "DOUBLE_PRECISION" && type.keyword == "DOUBLE PRECISION")
        return renamed_class("sa.DOUBLE_PRECISION()", "postgresql.DOUBLE_PRECISION()", like);
    return text_of_keyword(type, preference::declared, like);
}

std::string reflected_text(schema::column_type const& type, sqlalchemy_generation like) {
    if (type.element)
        return std::string{dialect} + "ARRAY(" + reflected_text(*type.element, like) + ')';
    if (type.enumeration)
        return enumeration_text("postgresql.ENUM", *type.enumeration) + ')';
    return text_of_keyword(type, preference::reflected, like);
}

column_type made_of(std::string python, schema::column_type const& type) {
    column_type made{.python = std::move(python)};
    made.needed.postgresql = made.python.find(dialect) != std::string::npos;
    made.needed.named_type = made.python.find("NamedType(") != std::string::npos;
    made.sql = sql_of(type);
    return made;
}

} // namespace

column_type declared_type(std::string_view class_name, schema::column_type const& type, sqlalchemy_generation like) {
    return made_of(declared_text(class_name, type, like), type);
}

column_type reflected_type(schema::column_type const& type, sqlalchemy_generation like) {
    return made_of(reflected_text(type, like), type);
}

} // namespace alembicore::generate
