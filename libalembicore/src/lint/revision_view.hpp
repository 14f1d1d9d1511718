// One direction of one revision, as rules see it.
#pragma once

#include "lint/action.hpp"

#include <alembicore/error.hpp>
#include <alembicore/lint.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::lint {

/// Where a statement comes from.
enum class origin {
    directive,    ///< `op.create_table(…)` and the like
    when_missing, ///< a directive that asks first whether its object is there: `checkfirst=True`
    written,      ///< SQL of the revision's author
};

/// A statement with what is known of its surroundings.
struct placed_statement {
    std::string text;
    source_place place;
    origin from = origin::written;
    std::size_t transaction = 0; ///< its number; 0 = it runs outside of any
    parse::statement parsed{};   ///< empty where the grammar does not take it
    std::string problem{};       ///< why it does not
};

/// What the Python of a file says beside its SQL.
struct source_facts {
    struct place_of {
        std::string what;
        source_place place;
    };

    std::vector<place_of> project_imports; ///< modules of the application
    std::vector<place_of> sessions;        ///< `Session(bind)` and the like
    std::vector<place_of> formatted_sql;   ///< `op.execute(f"…")`
    std::vector<place_of> autocommit_blocks;
    bool alters = false; ///< whether the upgrade, as far as the text shows, changes how tables are made
    std::optional<source_place> empty_downgrade; ///< a body that does nothing
    std::optional<source_place> raising_downgrade;
};

struct revision_view {
    std::string id{};
    std::string path{};
    alembicore::direction direction = direction::upgrade;
    std::vector<placed_statement> statements{};
    std::vector<action> actions{}; ///< point into the statements, which must not move any more
    std::optional<error_info> refusal{};
};

} // namespace alembicore::lint
