#include "sqlalchemy/answer_values.hpp"

#include "python/date_time.hpp"
#include "python/decimal.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/uuid.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using python::value;

value driver_value(evaluation& run, std::uint32_t type, std::string const& text);

/// OIDs of built-in types: they are the same in every database.
namespace oid {
enum : std::uint32_t {
    boolean = 16,
    bytea = 17,
    int8 = 20,
    int2 = 21,
    int4 = 23,
    object = 26,
    json = 114,
    float4 = 700,
    float8 = 701,
    date = 1082,
    time = 1083,
    timestamp = 1114,
    timestamptz = 1184,
    interval = 1186,
    timetz = 1266,
    numeric = 1700,
    uuid = 2950,
    jsonb = 3802,
    hstore = 0xFFFFFFFF, ///< no type has this one; hstore's differs from database to database
};
} // namespace oid

struct array_type {
    std::uint32_t array;
    std::uint32_t element;
};

/// The arrays that the driver takes apart; 0: their elements are text.
constexpr std::array<array_type, 24> array_types{{
    {1000, oid::boolean},
    {1001, oid::bytea},
    {1002, 0},
    {1003, 0},
    {1005, oid::int2},
    {1007, oid::int4},
    {1009, 0},
    {1014, 0},
    {1015, 0},
    {1016, oid::int8},
    {1021, oid::float4},
    {1022, oid::float8},
    {1028, oid::object},
    {1115, oid::timestamp},
    {1182, oid::date},
    {1185, oid::timestamptz},
    {1187, oid::interval},
    {1231, oid::numeric},
    {2951, oid::uuid},
    {199, oid::json},
    {3807, oid::jsonb},
    {651, 0},
    {1040, 0},
    {1041, 0},
}};

[[noreturn]] void no_value(std::string_view what, std::string_view text) {
    throw python::not_evaluable(
        std::string{what} + " from the database has no exact value here: " + std::string{text.substr(0, 60)},
        "cast it to text in the query, or run this revision with Python"
    );
}

value whole_number(std::string_view text) {
    std::int64_t number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size())
        no_value("a whole number", text);
    return number;
}

value real_number(std::string const& text) {
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    return std::strtod(text.c_str(), nullptr);
}

/// Reads the parts of a date or time one after the other.
class time_reader {
public:
    explicit time_reader(std::string_view text) : text_{text}, rest_{text} {}

    std::int64_t number(std::size_t digits) {
        std::int64_t read = 0;
        auto const [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), read);
        auto const length = static_cast<std::size_t>(end - rest_.data());
        if (failure != std::errc{} || rest_.starts_with('-') || (digits != 0 && length != digits))
            fail();
        rest_.remove_prefix(length);
        return read;
    }

    void require(char wanted) {
        if (!take(wanted))
            fail();
    }

    bool take(char wanted) {
        if (!rest_.starts_with(wanted))
            return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// `.25` as microseconds.
    std::int64_t fraction() {
        if (!take('.'))
            return 0;
        std::int64_t micros = 0;
        for (std::int64_t unit = 100'000; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; unit /= 10) {
            micros += (rest_.front() - '0') * unit;
            rest_.remove_prefix(1);
        }
        return micros;
    }

    void finish() const {
        if (!rest_.empty())
            fail();
    }

    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

    [[noreturn]] void fail() const { no_value("a date or time", text_); }

private:
    std::string_view text_;
    std::string_view rest_;
};

std::chrono::sys_days read_day(time_reader& reader) {
    auto const year = reader.number(4);
    reader.require('-');
    auto const month = reader.number(2);
    reader.require('-');
    auto const day = reader.number(2);
    return std::chrono::sys_days{
        std::chrono::year{static_cast<int>(year)} / std::chrono::month{static_cast<unsigned>(month)} /
        std::chrono::day{static_cast<unsigned>(day)}};
}

std::chrono::microseconds read_clock(time_reader& reader, std::size_t hour_digits) {
    auto const hours = reader.number(hour_digits);
    reader.require(':');
    auto const minutes = reader.number(2);
    reader.require(':');
    auto const seconds = reader.number(2);
    return std::chrono::hours{hours} + std::chrono::minutes{minutes} + std::chrono::seconds{seconds} +
           std::chrono::microseconds{reader.fraction()};
}

std::optional<std::chrono::minutes> read_offset(time_reader& reader) {
    bool const west = reader.take('-');
    if (!west && !reader.take('+'))
        return std::nullopt;
    std::chrono::minutes offset = std::chrono::hours{reader.number(2)};
    if (reader.take(':'))
        offset += std::chrono::minutes{reader.number(2)};
    return west ? -offset : offset;
}

value date_value(std::string_view text) {
    time_reader reader{text};
    auto const day = read_day(reader);
    reader.finish();
    return std::make_shared<python::calendar_time>(day);
}

value timestamp_value(std::string_view text) {
    time_reader reader{text};
    auto const day = read_day(reader);
    reader.require(' ');
    auto const clock = read_clock(reader, 2);
    auto const offset = read_offset(reader);
    reader.finish();
    return std::make_shared<python::calendar_time>(day + clock, offset);
}

value time_value(std::string_view text) {
    time_reader reader{text};
    auto const clock = read_clock(reader, 2);
    reader.finish();
    if (clock >= std::chrono::hours{24})
        no_value("a time of day", text);
    return std::make_shared<python::time_of_day>(clock);
}

/// `1 year 2 mons -3 days 04:05:06.5`; a year is 365 days and a month 30, as in psycopg2.
value interval_value(std::string_view text) {
    time_reader reader{text};
    std::chrono::microseconds length{0};
    while (!reader.rest().empty()) {
        bool const negative = reader.take('-');
        if (!negative)
            reader.take('+');
        auto const word = reader.rest().substr(0, reader.rest().find(' '));
        std::chrono::microseconds part{0};
        if (word.find(':') != std::string_view::npos)
            part = read_clock(reader, 0);
        else {
            auto const count = reader.number(0);
            reader.require(' ');
            auto const unit = reader.rest().substr(0, reader.rest().find(' '));
            std::int64_t const days = unit.starts_with("year") ? 365 : unit.starts_with("mon") ? 30 : 1;
            if (days == 1 && !unit.starts_with("day"))
                reader.fail();
            part = std::chrono::hours{24} * days * count;
            for (std::size_t i = 0; i < unit.size(); ++i)
                reader.take(unit[i]);
        }
        length += negative ? -part : part;
        if (!reader.rest().empty())
            reader.require(' ');
    }
    return std::make_shared<python::time_span>(length);
}

value uuid_value(std::string_view text) {
    std::string digits;
    for (char const c : text)
        if (c != '-')
            digits += c;
    return std::make_shared<python::uuid_object>(std::move(digits));
}

/// `"a"=>"1", "b"=>NULL`
value hstore_value(std::string_view text) {
    auto const whole = text;
    python::dict_table table;
    auto const take = [&](std::string_view wanted) {
        if (!text.starts_with(wanted))
            return false;
        text.remove_prefix(wanted.size());
        return true;
    };
    auto const require = [&](std::string_view wanted) {
        if (!take(wanted))
            no_value("an hstore", whole);
    };
    auto const read_word = [&] {
        std::string word;
        require("\"");
        while (!take("\"")) {
            if (take("\\"), text.empty())
                no_value("an hstore", whole);
            word += text.front();
            text.remove_prefix(1);
        }
        return word;
    };
    while (!text.empty()) {
        if (!table.empty())
            require(", ");
        auto const key = read_word();
        require("=>");
        if (take("NULL"))
            table.set(key, {});
        else
            table.set(key, read_word());
    }
    return value::dict(std::move(table));
}

/// The text form of arrays: `{1,NULL,"a,b"}`.
class array_reader {
public:
    array_reader(evaluation& run, std::string_view text, std::uint32_t element)
        : run_{run}, text_{text}, element_{element} {}

    value read() {
        auto result = read_list();
        if (at_ != text_.size())
            no_value("an array", text_);
        return result;
    }

private:
    value read_list() {
        run_.check_stack();
        require('{');
        std::vector<value> items;
        while (!take('}')) {
            if (!items.empty())
                require(',');
            items.push_back(at_ < text_.size() && text_[at_] == '{' ? read_list() : read_item());
        }
        run_.charge_memory(items.size() * sizeof(value));
        return value::list(std::move(items));
    }

    value read_item() {
        std::string text;
        bool const quoted = take('"');
        while (at_ < text_.size() && (quoted ? text_[at_] != '"' : text_[at_] != ',' && text_[at_] != '}')) {
            if (text_[at_] == '\\')
                ++at_;
            if (at_ < text_.size())
                text += text_[at_++];
        }
        if (quoted)
            require('"');
        if (!quoted && text == "NULL")
            return {};
        return driver_value(run_, element_, text);
    }

    bool take(char wanted) {
        if (at_ >= text_.size() || text_[at_] != wanted)
            return false;
        ++at_;
        return true;
    }

    /// Arrays whose bounds do not start at 1 begin with them; the driver refuses these too.
    void require(char wanted) {
        if (!take(wanted))
            no_value("an array", text_);
    }

    evaluation& run_;
    std::string_view text_;
    std::uint32_t element_;
    std::size_t at_ = 0;
};

/// bytea in its hexadecimal form.
value bytes_value(std::string_view text) {
    auto const digit = [&](char c) -> int {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        no_value("bytes", text);
    };
    if (!text.starts_with("\\x") || text.size() % 2 != 0)
        no_value("bytes", text);
    std::string bytes;
    for (std::size_t at = 2; at < text.size(); at += 2)
        bytes += static_cast<char>(digit(text[at]) * 16 + digit(text[at + 1]));
    return python::bytes_data{std::move(bytes)};
}

/// What the driver makes of it.
value driver_value(evaluation& run, std::uint32_t type, std::string const& text) {
    switch (type) {
    case oid::boolean:
        return text == "t";
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::object:
        return whole_number(text);
    case oid::float4:
    case oid::float8:
        return real_number(text);
    case oid::numeric:
        return std::make_shared<python::decimal_object>(text);
    case oid::json:
    case oid::jsonb:
        return python::read_json(run, text);
    case oid::date:
        return date_value(text);
    case oid::timestamp:
    case oid::timestamptz:
        return timestamp_value(text);
    case oid::time:
        return time_value(text);
    case oid::timetz:
        no_value("a time of day", text);
    case oid::interval:
        return interval_value(text);
    case oid::uuid:
        return uuid_value(text);
    case oid::hstore:
        return hstore_value(text);
    case oid::bytea:
        no_value("a memoryview", text);
    default:
        break;
    }
    for (auto const& known : array_types)
        if (known.array == type)
            return array_reader{run, text, known.element}.read();
    return text;
}

bool is_number(std::uint32_t type) {
    return type == oid::numeric || type == oid::int2 || type == oid::int4 || type == oid::int8;
}

bool is_flag(type_value const& type, std::string_view name, bool wanted) {
    for (auto const& [known, item] : type.traits().attributes)
        if (known == name)
            return item.boolean() == wanted;
    return false;
}

/// A label of an enum type as the member of the Python class behind it.
value enum_member(std::string const& label, type_value const& declared) {
    auto const& members = declared.traits().members;
    for (auto const& [member, known] : members)
        if (known == label)
            return member;
    if (members.empty())
        return label;
    throw python::python_error("LookupError", "'" + label + "' is not among the defined enum values");
}

/// Decimal numbers; those that the driver gives as floats would have to be rounded.
value decimal_number(evaluation& run, std::uint32_t type, std::string const& text) {
    if (type == oid::float4 || type == oid::float8)
        throw python::not_evaluable("a column of floats is read as decimal numbers", "declare it as sa.Float");
    return driver_value(run, type, text);
}

/// What the types of SQLAlchemy make of the driver's value.
value typed_value(evaluation& run, std::uint32_t type, std::string const& text, type_value const& declared) {
    if (declared.traits().conversion != value_conversion::none)
        throw python::not_evaluable(
            "a column is read whose type converts values in code of its own", "declare it with a type of sqlalchemy"
        );
    switch (declared.definition().family) {
    case schema::type_family::binary:
        return type == oid::bytea ? bytes_value(text) : driver_value(run, type, text);
    case schema::type_family::enumeration:
        return enum_member(text, declared);
    case schema::type_family::floating:
        if (is_flag(declared, "asdecimal", true))
            return decimal_number(run, type, text);
        return is_number(type) ? real_number(text) : driver_value(run, type, text);
    case schema::type_family::numeric:
        if (is_flag(declared, "asdecimal", false))
            return real_number(text);
        return decimal_number(run, type, text);
    case schema::type_family::uuid:
        return is_flag(declared, "as_uuid", false) ? value{text} : driver_value(run, type, text);
    case schema::type_family::array:
        if (declared.definition().element->family == schema::type_family::enumeration)
            throw python::not_evaluable("an array of enum labels is read", "cast it to text[] in the query");
        return driver_value(run, type, text);
    default:
        return driver_value(run, type, text);
    }
}

} // namespace

value field_value(
    evaluation& run, answer_column const& column, std::optional<std::string> const& text, type_pointer const& declared
) {
    if (!text)
        return {};
    run.charge_memory(text->size());
    if (column.kind == answer_kind::hstore_array)
        return array_reader{run, *text, oid::hstore}.read();
    bool const is_hstore = declared && declared->definition().keyword == "HSTORE";
    if (column.kind == answer_kind::hstore || is_hstore)
        return hstore_value(*text);
    return declared ? typed_value(run, column.type, *text, *declared) : driver_value(run, column.type, *text);
}

} // namespace alembicore::sqlalchemy
