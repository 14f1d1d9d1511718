#include "backup/effects.hpp"

#include "sql/compiler.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <type_traits>
#include <variant>

namespace alembicore::backup {

namespace {

catalog::name name_of_table(schema::qualified_name const& table) {
    return {table.schema ? table.schema->text : std::string{}, table.name.text};
}

/// One operation. What is not named here takes nothing away that is in a row.
class operation_visitor {
public:
    operation_visitor(effect_collector& to, sql::audience whom) : to_(to), whom_(whom) {}

    void operator()(operation::drop_table const& done) const { to_.destroys(name_of_table(done.table)); }

    void operator()(operation::drop_column const& done) const { to_.destroys(name_of_table(done.table)); }

    void operator()(operation::alter_column const& done) const {
        if (done.type) // a cast may lose what does not fit
            to_.destroys(name_of_table(done.table));
    }

    void operator()(operation::rename_table const& done) const {
        auto const from = name_of_table(done.table);
        to_.renames(from, {from.schema, done.new_name.text});
    }

    void operator()(operation::drop_schema const& done) const {
        if (done.cascade)
            to_.destroys({done.schema.text, {}});
    }

    void operator()(operation::execute const& done) const {
        sql::compiler compiler{whom_};
        for (auto const& each : compiler.render(operation::any_operation{done}))
            add_statements(to_, each.text);
    }

    template <typename Other>
    void operator()(Other const&) const {}

private:
    effect_collector& to_;
    sql::audience whom_;
};

} // namespace

void effect_collector::add(std::string const& revision, std::vector<operation::any_operation> const& operations) {
    revision_ = revision;
    for (auto const& each : operations)
        std::visit(operation_visitor{*this, whom_}, each);
}

void effect_collector::add_unknown(std::string const& revision, std::string_view why) {
    revision_ = revision;
    cannot_tell(why);
}

void effect_collector::destroys(catalog::name const& table) {
    auto const first = first_names_.find(table);
    auto const& name = first == first_names_.end() ? table : first->second;
    if (std::ranges::find(found_.destroyed, name) == found_.destroyed.end())
        found_.destroyed.push_back(name);
}

void effect_collector::renames(catalog::name const& from, catalog::name const& to) {
    auto const first = first_names_.find(from);
    auto const name = first == first_names_.end() ? from : first->second;
    first_names_.insert_or_assign(to, name);
}

void effect_collector::cannot_tell(std::string_view why) {
    if (found_.unknown.empty())
        found_.unknown = "revision " + revision_ + ": " + std::string{why};
}

} // namespace alembicore::backup
