// What a rule is made of. A new one is an entry in the table of its family's file, its page under docs/reference/rules,
// which is its test as well, and nothing else.
#pragma once

#include "lint/known_schema.hpp"
#include "lint/live_facts.hpp"
#include "lint/locks.hpp"
#include "lint/revision_view.hpp"

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::lint {

/// What holds for everything that is looked at.
struct surroundings {
    int server_version = 0; ///< 0 = any that is supported
    transaction_mode transactions = transaction_mode::per_run;
    live_facts const* live = nullptr;

    /// Whether the server is known to be older: `older_than(11)`.
    [[nodiscard]] bool older_than(int major) const noexcept {
        return server_version != 0 && server_version < major * 10'000;
    }
};

/// A lock that is held until its transaction ends.
struct held_lock {
    taken_lock lock;
    std::size_t at = 0; ///< the statement
};

/// What was done before an action.
struct course {
    known_schema known{};
    std::set<relation> new_tables{};
    std::set<relation> new_types{};
    std::size_t transaction = 0;
    std::vector<held_lock> held{};                               ///< in that transaction, on tables that are not new
    std::map<relation, std::set<std::string>> new_enum_values{}; ///< in that transaction
    std::map<relation, std::set<std::string>> new_constraints{}; ///< in that transaction
    std::map<std::string, std::string, std::less<>> variables{}; ///< that SET has set
};

/// One action and what is known when it comes.
struct moment {
    surroundings const& around;
    course const& before;
    revision_view const& revision;
    std::size_t at = 0; ///< the action's number

    [[nodiscard]] placed_statement const& statement() const {
        return revision.statements[revision.actions[at].statement];
    }

    /// Whether the table was there before the work that is looked at, and may so have rows and readers.
    [[nodiscard]] bool in_use(relation const& table) const {
        return !table.empty() && !before.new_tables.contains(table);
    }

    [[nodiscard]] bool in_transaction() const { return statement().transaction != 0; }

    [[nodiscard]] live_table const* live(relation const& table) const {
        if (around.live == nullptr)
            return nullptr;
        auto const found = around.live->tables.find(table);
        return found == around.live->tables.end() ? nullptr : &found->second;
    }

    /// The actions before this one, in this revision.
    [[nodiscard]] std::span<action const> earlier() const { return std::span{revision.actions}.first(at); }

    /// The actions after it.
    [[nodiscard]] std::span<action const> later() const { return std::span{revision.actions}.subspan(at + 1); }
};

/// A direction of a revision as a whole, when all its actions are done.
struct whole {
    surroundings const& around;
    course const& before; ///< its first action
    course const& after;
    revision_view const& revision;
    revision_view const* opposite = nullptr; ///< the other direction; null where there is none
    source_facts const* source = nullptr;    ///< null for an SQL file
};

/// Where a rule says what it has found.
class notes {
public:
    struct note {
        std::string subject;
        std::string message;
        relation table; ///< whose live facts weigh it
        std::optional<severity> weight{};
        std::optional<source_place> place{}; ///< where it is not that of the statement
        std::size_t statement = 0;           ///< of the action, set by whoever asks the rule
        bool of_action = false;
    };

    /// About a table, or one of its parts.
    void add(relation const& table, std::string const& part, std::string message);

    void add(note made) { made_.push_back(std::move(made)); }

    [[nodiscard]] std::vector<note>& made() noexcept { return made_; }

private:
    std::vector<note> made_;
};

/// Whether what a rule finds hurts more the larger the table is.
enum class cost {
    fixed,
    grows,
    of_rows, ///< a warning where the table has any
};

struct rule {
    std::string_view id;
    std::string_view title;
    alembicore::severity severity = severity::warning;
    std::string_view why;
    std::string_view safer;
    void (*at_action)(action const&, moment const&, notes&) = nullptr;
    void (*at_end)(whole const&, notes&) = nullptr;
    void (*at_project)(revision_graph const&, notes&) = nullptr;
    lint::cost cost = cost::fixed;
    bool by_default = true;
    bool needs_database = false;
};

/// The families, each in its file.
[[nodiscard]] std::span<rule const> index_rules();
[[nodiscard]] std::span<rule const> column_rules();
[[nodiscard]] std::span<rule const> constraint_rules();
[[nodiscard]] std::span<rule const> lock_rules();
[[nodiscard]] std::span<rule const> removal_rules();
[[nodiscard]] std::span<rule const> renaming_rules();
[[nodiscard]] std::span<rule const> row_rules();
[[nodiscard]] std::span<rule const> transaction_rules();
[[nodiscard]] std::span<rule const> design_rules();
[[nodiscard]] std::span<rule const> type_rules();
[[nodiscard]] std::span<rule const> revision_rules();
[[nodiscard]] std::span<rule const> live_rules();
[[nodiscard]] std::span<rule const> comment_rules();

/// All of them, by id.
[[nodiscard]] std::vector<rule const*> const& all_rules();

/// Errors: bad_usage for what names no rule and no family.
[[nodiscard]] std::vector<rule const*> chosen_rules(options const& wanted);

} // namespace alembicore::lint
