// Common table expressions: written once, in the WITH of the statement that names them.
#pragma once

#include "sqlalchemy/resolution.hpp"

namespace alembicore::sqlalchemy {

class cte_source final : public named_source {
public:
    /// `restates`: the table that this one, a UNION with it, takes the place of.
    cte_source(query_pointer of, alias_name name, bool recursive, std::shared_ptr<cte_source const> restates = nullptr)
        : named_source{std::move(name), of->columns()}, of_{std::move(of)},
          recursive_{recursive}, restates_{std::move(restates)} {}

    [[nodiscard]] query_pointer const& of() const noexcept { return of_; }

    [[nodiscard]] bool recursive() const noexcept { return recursive_; }

    /// Its name; the text goes into the WITH of the statement.
    [[nodiscard]] schema::expression listed(resolution& in) const override;

private:
    void define(resolution& in, schema::identifier const& name) const;
    [[nodiscard]] schema::expression definition(resolution& in, schema::identifier const& name) const;

    query_pointer of_;
    bool recursive_;
    std::shared_ptr<cte_source const> restates_;
};

/// `query.cte(name)` in evaluated code.
[[nodiscard]] python::value make_cte(query_pointer of, python::bound_arguments const& given);

} // namespace alembicore::sqlalchemy
