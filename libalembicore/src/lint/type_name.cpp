#include "lint/type_name.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

namespace alembicore::lint {

namespace {

/// A type's name and the numbers behind it.
struct spelled_type {
    std::string_view name;
    std::vector<long> numbers;
    std::string_view dimensions;
};

spelled_type taken_apart(std::string_view type) {
    spelled_type made;
    if (auto const array = type.find('['); array != std::string_view::npos) {
        made.dimensions = type.substr(array);
        type = type.substr(0, array);
    }
    auto const open = type.find('(');
    made.name = type.substr(0, open);
    if (open == std::string_view::npos)
        return made;
    auto rest = type.substr(open + 1);
    for (;;) {
        long value = 0;
        auto const [end, failed] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
        if (failed != std::errc{})
            return made;
        made.numbers.push_back(value);
        rest = rest.substr(static_cast<std::size_t>(end - rest.data()));
        if (!rest.starts_with(','))
            return made;
        rest.remove_prefix(1);
    }
}

bool wider(std::vector<long> const& before, std::vector<long> const& after) {
    return after.empty() || (!before.empty() && after.front() >= before.front());
}

bool keeps_numeric(std::vector<long> const& before, std::vector<long> const& after) {
    if (after.empty())
        return true;
    auto const scale = [](std::vector<long> const& of) { return of.size() > 1 ? of[1] : 0; };
    return !before.empty() && after[0] >= before[0] && scale(before) == scale(after);
}

/// Names other than the grammar's own for one type.
std::string_view canonical(std::string_view name) {
    static std::map<std::string_view, std::string_view> const others{
        {"character varying", "varchar"},
        {"character", "bpchar"},
        {"char", "bpchar"},
        {"integer", "int4"},
        {"int", "int4"},
        {"bigint", "int8"},
        {"smallint", "int2"},
        {"boolean", "bool"},
        {"double precision", "float8"},
        {"real", "float4"},
        {"decimal", "numeric"},
        {"timestamp without time zone", "timestamp"},
        {"timestamp with time zone", "timestamptz"},
        {"time without time zone", "time"},
        {"time with time zone", "timetz"},
        {"bit varying", "varbit"},
        {"serial", "serial4"},
        {"bigserial", "serial8"},
        {"smallserial", "serial2"},
    };
    auto const found = others.find(name);
    return found == others.end() ? name : found->second;
}

} // namespace

std::string type_of(node const& type_name) {
    auto names = names_of(list(type_name, "names"));
    if (names.empty())
        return {};
    if (names.size() > 1 && (names.front() == "pg_catalog" || names.front() == "public"))
        names.erase(names.begin());
    std::string type = names.size() == 1 ? std::string{canonical(names.front())} : names[0] + "." + names[1];
    std::string numbers;
    for (auto const& each : list(type_name, "typmods"))
        if (auto const* constant = unwrap(each).inner; auto const* value = child(*constant, "ival"))
            numbers += (numbers.empty() ? "" : ",") + std::to_string(number(*value, "ival"));
    // bpchar without a length has no modifier, CHAR has the length 1.
    if (!numbers.empty() && type != "interval")
        type += "(" + numbers + ")";
    for (std::size_t i = 0; i < list(type_name, "arrayBounds").size(); ++i)
        type += "[]";
    return type;
}

std::string type_of_catalog(std::string_view formatted) {
    std::string_view rest = formatted;
    std::string dimensions;
    while (rest.ends_with("[]")) {
        dimensions += "[]";
        rest.remove_suffix(2);
    }
    // `timestamp(3) with time zone` has its number in the middle.
    std::string name{rest};
    std::string numbers;
    if (auto const open = name.find('('); open != std::string::npos) {
        auto const close = name.find(')', open);
        numbers = name.substr(open, close - open + 1);
        name.erase(open, close - open + 1);
    }
    if (name.starts_with("public."))
        name.erase(0, std::string_view{"public."}.size());
    return std::string{canonical(name)} + numbers + dimensions;
}

bool keeps_rows(std::string_view before, std::string_view after) {
    if (before == after)
        return true;
    auto const from = taken_apart(before);
    auto const to = taken_apart(after);
    if (from.dimensions != to.dimensions)
        return false;
    if (from.name == to.name) {
        if (from.name == "numeric")
            return keeps_numeric(from.numbers, to.numbers);
        static constexpr std::string_view widened[] = {
            "varchar", "varbit", "timestamp", "timestamptz", "time", "timetz", "interval"};
        return std::ranges::count(widened, from.name) != 0 && wider(from.numbers, to.numbers);
    }
    static constexpr std::pair<std::string_view, std::string_view> coercible[] = {
        {"varchar", "text"},
        {"text", "varchar"},
        {"cidr", "inet"},
        {"citext", "text"},
        {"text", "citext"},
        {"varchar", "citext"},
        {"citext", "varchar"},
        {"int4", "oid"},
        {"oid", "int4"},
    };
    for (auto const& [one, other] : coercible)
        if (from.name == one && to.name == other)
            return to.numbers.empty();
    return false;
}

bool is_serial(std::string_view type) {
    return type == "serial4" || type == "serial8" || type == "serial2";
}

} // namespace alembicore::lint
