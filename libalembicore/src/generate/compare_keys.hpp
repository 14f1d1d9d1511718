// Indexes, unique constraints, foreign keys and checks of one table, by the rules of Alembic.
#pragma once

#include "generate/compare.hpp"

namespace alembicore::generate {

/// The two sides of a table; null: that side does not have it.
struct table_pair {
    table const* in_database = nullptr;
    table const* in_models = nullptr;

    /// The one that is named where only one of them can be.
    [[nodiscard]] table const& one() const { return in_models != nullptr ? *in_models : *in_database; }
};

class key_comparison {
public:
    key_comparison(table_pair sides, rules const& by, std::vector<table_change>& changes, comparison& into)
        : sides_{sides}, by_{by}, changes_{changes}, into_{into} {}

    void compare_indexes_and_unique_keys();

    /// Precondition: both sides are there, as for checks.
    void compare_foreign_keys();
    void compare_checks();

private:
    void add(index const& made);
    void add(unique_key const& made);
    void remove(index const& gone);
    void remove(unique_key const& gone);
    void change_index(index const& before, index const& after);
    void change_key(unique_key const& before, unique_key const& after);
    [[nodiscard]] bool
    is_wanted(std::string_view kind, std::optional<std::string> const& name, bool reflected, bool has_other) const;
    [[nodiscard]] bool is_named_in(std::string_view kind, std::string const& name) const;

    void tell(std::string text) { into_.detected.push_back(std::move(text)); }

    table_pair sides_;
    rules const& by_;
    std::vector<table_change>& changes_;
    comparison& into_;
};

} // namespace alembicore::generate
