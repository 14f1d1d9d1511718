#include "project/live_body.hpp"

namespace alembicore::project_body {

namespace {

sqlalchemy::answer answer_of(postgres::result const& said) {
    sqlalchemy::answer answer;
    answer.counted = said.counted();
    for (std::size_t column = 0; column < said.column_count(); ++column)
        answer.columns.push_back({std::string{said.column_name(column)}, said.column_type(column)});
    answer.rows.reserve(said.row_count());
    for (std::size_t row = 0; row < said.row_count(); ++row) {
        auto& copied = answer.rows.emplace_back();
        copied.reserve(answer.columns.size());
        for (std::size_t column = 0; column < answer.columns.size(); ++column)
            copied.emplace_back(said.value(row, column));
    }
    return answer;
}

} // namespace

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
