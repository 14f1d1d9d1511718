#include "migrate/limits.hpp"

#include "sql/identifier.hpp"

namespace alembicore::migrate {

namespace {

void append_local(std::string& text, char const* name, std::optional<std::chrono::milliseconds> const& value) {
    if (value)
        text += std::string{"; SET LOCAL "} + name + " = " + std::to_string(value->count());
}

} // namespace

std::string render_opening(statement_limits const& limits) {
    std::string text = "BEGIN";
    append_local(text, "lock_timeout", limits.lock_timeout);
    append_local(text, "statement_timeout", limits.statement_timeout);
    return text;
}

limited_part::limited_part(postgres::connection& in, statement_limits const& limits, reach how_far)
    : in_(in), how_far_(how_far) {
    remember_and_set("lock_timeout", limits.lock_timeout);
    remember_and_set("statement_timeout", limits.statement_timeout);
}

void limited_part::remember_and_set(char const* name, std::optional<std::chrono::milliseconds> const& value) {
    if (!value)
        return;
    std::string const set = how_far_ == reach::transaction ? "SET LOCAL " : "SET ";
    std::string const beginning = set + name + " = ";
    auto const before = in_.execute(std::string{"SHOW "} + name);
    restoring_ += (restoring_.empty() ? "" : "; ") + beginning + sql::quote_literal(before.value(0, 0).value_or("0"));
    in_.execute(beginning + std::to_string(value->count()));
}

void limited_part::take_back() {
    if (!restoring_.empty())
        in_.execute(restoring_);
}

} // namespace alembicore::migrate
