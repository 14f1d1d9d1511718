// A file of SQL as one step of a plan.
#pragma once

#include "migrate/walk.hpp"
#include "parse/statements.hpp"

#include <alembicore/plan.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

class written_sql {
public:
    /// Reads and parses it. Errors: file_unreadable, invalid_encoding; statement_failed with the place, for what is no
    /// SQL; bad_usage where it begins or ends transactions in its midst; not_available when libpg_query is not
    /// installed.
    explicit written_sql(std::filesystem::path file);

    /// One step that leaves the rows as they are.
    [[nodiscard]] plan plan_from(std::vector<std::string> const& rows) const;

    /// What cannot run in a transaction runs outside of it.
    [[nodiscard]] migrate::step_source source() const;

    [[nodiscard]] std::string const& text() const noexcept { return text_; }

private:
    void add(parse::statement const& one);
    void add_border(sql::statement_kind kind);

    std::filesystem::path file_;
    std::string text_;
    std::vector<sql::statement> statements_;
};

} // namespace alembicore::rehearsal
