// Databases to read, and one schema that has every kind of thing.
#pragma once

#include "support/temporary_cluster.hpp"

#include <alembicore/catalog.hpp>

#include <string>
#include <string_view>

namespace alembicore::test {

/// A new database in which these statements have run.
class described_database {
public:
    explicit described_database(std::string const& statements = {});

    void run(std::string const& statements);

    [[nodiscard]] catalog::snapshot read(catalog::filter const& wanted = {});

    [[nodiscard]] database& connection() noexcept { return target_; }

    /// For further sessions.
    [[nodiscard]] database_url url() const { return made_.url(); }

private:
    temporary_database made_;
    database target_;
};

extern std::string_view const every_kind;

} // namespace alembicore::test
