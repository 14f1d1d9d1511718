// datetime.time without a zone.
#include "python/calendar.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/ordering.hpp"

namespace alembicore::python {

using std::chrono::microseconds;
using syntax::comparison_operator;

namespace {

using given_type = bound_arguments const&;

time_of_day const& self_of(value const& self) {
    return static_cast<time_of_day const&>(*self.as_object());
}

std::int64_t part(given_type given, char const* name, std::int64_t high) {
    auto const number = given.integer(name);
    if (number < 0 || number > high)
        throw value_error(std::string{name} + " must be in 0.." + std::to_string(high));
    return number;
}

value isoformat(evaluation& run, value const& self, given_type given) {
    auto const text = self.as_object()->str(run);
    auto const specification = given.text("timespec");
    if (specification == "auto")
        return text;
    constexpr std::pair<std::string_view, std::size_t> lengths[] = {{"hours", 2}, {"minutes", 5}, {"seconds", 8}};
    for (auto const& [name, length] : lengths)
        if (specification == name)
            return text.substr(0, length);
    throw given.refusal("timespec", "this precision is not evaluated");
}

value strftime(evaluation&, value const& self, given_type given) {
    constexpr auto day = std::chrono::sys_days{std::chrono::year{1900} / 1 / 1};
    return format_date(calendar_time{day + self_of(self).since_midnight(), std::nullopt}, given.text("format"));
}

value replace(evaluation&, value const& self, given_type given) {
    auto const at = split_moment(moment{self_of(self).since_midnight()});
    auto const kept = [&](char const* name, int before, std::int64_t high) {
        return given[name].is_none() ? before : part(given, name, high);
    };
    return std::make_shared<time_of_day>(
        std::chrono::hours{kept("hour", at.hour, 23)} + std::chrono::minutes{kept("minute", at.minute, 59)} +
        std::chrono::seconds{kept("second", at.second, 59)} + microseconds{kept("microsecond", at.microsecond, 999'999)}
    );
}

method_table const& methods() {
    static method_table const once{
        {"isoformat(timespec='auto')", isoformat},
        {"strftime(format)", strftime},
        {"replace(hour=None, minute=None, second=None, microsecond=None)", replace},
    };
    return once;
}

} // namespace

value make_time_of_day(given_type given) {
    if (!given["tzinfo"].is_none())
        throw given.refusal("tzinfo", "times of day with a zone are not evaluated");
    return std::make_shared<time_of_day>(
        std::chrono::hours{part(given, "hour", 23)} + std::chrono::minutes{part(given, "minute", 59)} +
        std::chrono::seconds{part(given, "second", 59)} + microseconds{part(given, "microsecond", 999'999)}
    );
}

std::optional<value> time_of_day::attribute(evaluation&, std::string_view name) {
    auto const at = split_moment(moment{since_midnight_});
    for (auto const& [known, number] :
         {std::pair{"hour", at.hour}, {"minute", at.minute}, {"second", at.second}, {"microsecond", at.microsecond}})
        if (name == known)
            return value{number};
    if (name == "tzinfo")
        return value{};
    if (auto const* found = methods().find(name))
        return bind_method(shared_from_this(), *found);
    refuse("attribute '" + std::string{name} + "' of");
}

std::optional<value> time_of_day::compare(evaluation&, comparison_operator op, value const& other) {
    auto const right = other.as<time_of_day>();
    if (right == nullptr)
        return std::nullopt;
    return ordered(op, since_midnight_, right->since_midnight_);
}

std::string time_of_day::str(evaluation&) {
    auto const at = split_moment(moment{since_midnight_});
    auto const text = print_numbers("%02d:%02d:%02d", at.hour, at.minute, at.second);
    return at.microsecond == 0 ? text : text + print_numbers(".%06d", at.microsecond);
}

std::string time_of_day::repr(evaluation&) {
    auto const at = split_moment(moment{since_midnight_});
    auto text = print_numbers("datetime.time(%d, %d", at.hour, at.minute);
    if (at.second != 0 || at.microsecond != 0)
        text += ", " + std::to_string(at.second);
    if (at.microsecond != 0)
        text += ", " + std::to_string(at.microsecond);
    return text + ")";
}

bool time_of_day::same_key(object const& other) const {
    auto const* right = dynamic_cast<time_of_day const*>(&other);
    return right != nullptr && right->since_midnight_ == since_midnight_;
}

std::size_t time_of_day::hash() const {
    return static_cast<std::size_t>(since_midnight_.count());
}

} // namespace alembicore::python
