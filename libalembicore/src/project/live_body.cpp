#include "project/live_body.hpp"

#include <charconv>
#include <utility>

namespace alembicore::project_body {

namespace {

constexpr char const* hstores =
    "SELECT t.oid, t.typarray FROM pg_catalog.pg_type t WHERE t.typname = 'hstore' AND t.typtype = 'b'";

std::uint32_t oid_of(std::optional<std::string_view> text) {
    std::uint32_t number = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

} // namespace

void driver_types::learn(migrate::statement_sink& sink) {
    if (std::exchange(known_, true))
        return;
    auto const said = sink.ask(hstores, {});
    for (std::size_t row = 0; row < said.row_count(); ++row) {
        kinds_[oid_of(said.value(row, 0))] = sqlalchemy::answer_kind::hstore;
        kinds_[oid_of(said.value(row, 1))] = sqlalchemy::answer_kind::hstore_array;
    }
}

sqlalchemy::answer_kind driver_types::kind_of(std::uint32_t type) const {
    auto const found = kinds_.find(type);
    return found == kinds_.end() ? sqlalchemy::answer_kind::plain : found->second;
}

sqlalchemy::answer live_body::answer_of(postgres::result const& said) const {
    sqlalchemy::answer answer;
    answer.counted = said.counted();
    for (std::size_t column = 0; column < said.column_count(); ++column) {
        auto const type = said.column_type(column);
        answer.columns.push_back({std::string{said.column_name(column)}, type, types_.kind_of(type)});
    }
    answer.rows.reserve(said.row_count());
    for (std::size_t row = 0; row < said.row_count(); ++row) {
        auto& copied = answer.rows.emplace_back();
        copied.reserve(answer.columns.size());
        for (std::size_t column = 0; column < answer.columns.size(); ++column)
            copied.emplace_back(said.value(row, column));
    }
    return answer;
}

sqlalchemy::answer live_body::run(operation::any_operation made) {
    postgres::result last;
    for (auto const& statement : compiler_.render(made))
        last = migrate::perform(statement, sink_);
    return answer_of(last);
}

sqlalchemy::answer live_body::ask(std::string const& query, sqlalchemy::answer_row const& values) {
    return answer_of(sink_.ask(query, values));
}

} // namespace alembicore::project_body
