// The database that the body of a revision talks with while it runs: through the sink of its run.
#pragma once

#include "migrate/walk.hpp"
#include "sql/compiler.hpp"
#include "sqlalchemy/live.hpp"

namespace alembicore::project_body {

class live_body final : public sqlalchemy::live_database {
public:
    /// Both must outlive this.
    live_body(sql::compiler& compiler, migrate::statement_sink& sink) : compiler_{compiler}, sink_{sink} {}

    sqlalchemy::answer run(operation::any_operation made) override;
    sqlalchemy::answer ask(std::string const& query, sqlalchemy::answer_row const& values) override;

private:
    sql::compiler& compiler_;
    migrate::statement_sink& sink_;
};

} // namespace alembicore::project_body
