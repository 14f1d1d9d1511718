// The database that the body of a revision talks with while it runs: through the sink of its run.
#pragma once

#include "migrate/walk.hpp"
#include "sql/compiler.hpp"
#include "sqlalchemy/live.hpp"

#include <map>

namespace alembicore::project_body {

/// The types that the driver is told of when it connects, as SQLAlchemy sets it up.
class driver_types {
public:
    /// Asks the database, the first time. What a run creates later stays text to the driver.
    void learn(migrate::statement_sink& sink);

    [[nodiscard]] sqlalchemy::answer_kind kind_of(std::uint32_t type) const;

private:
    bool known_ = false;
    std::map<std::uint32_t, sqlalchemy::answer_kind> kinds_;
};

class live_body final : public sqlalchemy::live_database {
public:
    /// All must outlive this.
    live_body(sql::compiler& compiler, migrate::statement_sink& sink, driver_types const& types)
        : compiler_{compiler}, sink_{sink}, types_{types} {}

    sqlalchemy::answer run(operation::any_operation made) override;
    sqlalchemy::answer ask(std::string const& query, sqlalchemy::answer_row const& values) override;

private:
    [[nodiscard]] sqlalchemy::answer answer_of(postgres::result const& said) const;

    sql::compiler& compiler_;
    migrate::statement_sink& sink_;
    driver_types const& types_;
};

} // namespace alembicore::project_body
