#include "sqlalchemy/live.hpp"

#include "sqlalchemy/database_errors.hpp"
#include "sqlalchemy/expression.hpp"

namespace alembicore::sqlalchemy {

namespace {

/// A statement as part of a sentence.
std::string on_one_line(std::string_view question) {
    constexpr std::size_t most = 100;
    std::string line;
    for (char const c : question) {
        bool const blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    if (line.size() <= most)
        return line;
    auto end = line.rfind(' ', most);
    if (end == std::string::npos || end == 0) {
        end = most;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U)
            --end; // not within a character of UTF-8
    }
    return line.substr(0, end) + " …";
}

bool reads_rows(std::string_view question) {
    return question.starts_with("SELECT ") || question.starts_with("SELECT\n") || question.starts_with("select ") ||
           question.starts_with("select\n");
}

/// What the server says against a statement, evaluated code may catch; a connection that is gone stops the run.
template <typename Action>
auto with_python_errors(python::evaluation& run, Action&& action) {
    try {
        return action();
    } catch (error const& failure) {
        if (failure.code() != errc::statement_failed || !failure.info().connection_usable || !failure.info().server)
            throw;
        auto exception = database_error(failure.info());
        auto& host = run.host<recording>();
        host.failure = server_failure{failure, exception.thrown->type_name() + ": " + run.str(exception.thrown)};
        throw exception;
    }
}

/// env.py runs before any revision; here it is only read.
void refuse_outside_revision(python::evaluation& run) {
    if (run.host<recording>().reading_env_py)
        throw python::not_evaluable("env.py uses the database");
}

} // namespace

live_database& required_database(python::evaluation& run, std::string_view question) {
    refuse_outside_revision(run);
    if (auto* const database = run.host<recording>().database)
        return *database;
    throw error{
        errc::needs_database,
        "what this revision does depends on what the database answers to " + on_one_line(question),
        std::string{"upgrade and downgrade ask it while they run; a preview or a script cannot"} +
            (reads_rows(question)
                 ? ". Where the rows are read to be changed: one UPDATE statement does it in a script, too"
                 : "")};
}

std::optional<answer> perform(python::evaluation& run, operation::any_operation made) {
    refuse_outside_revision(run);
    std::visit([&](auto& chosen) { chosen.place = run.place(); }, made);
    if (auto const* statement = std::get_if<operation::execute>(&made))
        run.charge_memory(weight_of(statement->statement) * sizeof(schema::expression));
    auto& host = run.host<recording>();
    host.require_known_sql();
    if (host.database == nullptr) {
        if (host.facts.written_to == statement_target::server && failure_may_be_caught(run))
            static_cast<void>(required_database(run, "a statement whose failure the revision may catch"));
        host.sink.append(std::move(made));
        return std::nullopt;
    }
    return with_python_errors(run, [&] { return host.database->run(std::move(made)); });
}

answer ask(python::evaluation& run, std::string_view question, std::string const& query, answer_row const& values) {
    auto& database = required_database(run, question);
    return with_python_errors(run, [&] { return database.ask(query, values); });
}

} // namespace alembicore::sqlalchemy
