#include "backup/effects.hpp"

#include "sql/compiler.hpp"

#include <algorithm>

namespace alembicore::backup {

namespace {

catalog::name name_of_table(schema::qualified_name const& table) {
    return {table.schema ? table.schema->text : std::string{}, table.name.text};
}

} // namespace

/// One operation. What is not named here takes nothing away that is in a row.
class operation_visitor {
public:
    operation_visitor(effect_collector& to, std::string const& revision) : to_(to), revision_(revision) {}

    void operator()(operation::drop_table const& done) const { destroys(name_of_table(done.table)); }

    void operator()(operation::drop_column const& done) const { destroys(name_of_table(done.table)); }

    void operator()(operation::alter_column const& done) const {
        if (done.type) // a cast may lose what does not fit
            destroys(name_of_table(done.table));
    }

    void operator()(operation::rename_table const& done) const {
        auto const from = name_of_table(done.table);
        to_.entries_.push_back({revision_, effect_collector::renaming{from, {from.schema, done.new_name.text}}});
    }

    void operator()(operation::drop_schema const& done) const {
        if (done.cascade)
            destroys({done.schema.text, {}});
    }

    void operator()(operation::execute const& done) const {
        to_.may_destroy_ = true;
        to_.entries_.push_back({revision_, done});
    }

    template <typename Other>
    void operator()(Other const&) const {}

private:
    void destroys(catalog::name table) const {
        to_.may_destroy_ = true;
        to_.entries_.push_back({revision_, effect_collector::destruction{std::move(table)}});
    }

    effect_collector& to_;
    std::string const& revision_;
};

void effect_collector::add(std::string const& revision, std::vector<operation::any_operation> const& operations) {
    for (auto const& each : operations)
        std::visit(operation_visitor{*this, revision}, each);
}

void effect_collector::add_text(std::string const& revision, std::string text) {
    may_destroy_ = true;
    entries_.push_back({revision, written{std::move(text)}});
}

void effect_collector::add_unknown(std::string const& revision, std::string why) {
    may_destroy_ = true;
    entries_.push_back({revision, unknown{std::move(why)}});
}

plan_effects effect_collector::found() const {
    struct visitor {
        effect_sink& to;
        sql::audience whom;

        void operator()(destruction const& each) const { to.destroys(each.table); }

        void operator()(renaming const& each) const { to.renames(each.from, each.to); }

        void operator()(unknown const& each) const { to.cannot_tell(each.why); }

        void operator()(written const& each) const { add_statements(to, each.text); }

        void operator()(operation::execute const& each) const {
            sql::compiler compiler{whom};
            for (auto const& statement : compiler.render(operation::any_operation{each}))
                add_statements(to, statement.text);
        }
    };

    effect_sink sink;
    for (auto const& each : entries_) {
        sink.begin(each.revision);
        std::visit(visitor{sink, whom_}, each.what);
    }
    return std::move(sink).take();
}

void effect_sink::destroys(catalog::name const& table) {
    auto const first = first_names_.find(table);
    auto const& name = first == first_names_.end() ? table : first->second;
    if (std::ranges::find(found_.destroyed, name) == found_.destroyed.end())
        found_.destroyed.push_back(name);
}

void effect_sink::renames(catalog::name const& from, catalog::name const& to) {
    auto const first = first_names_.find(from);
    auto const name = first == first_names_.end() ? from : first->second;
    first_names_.insert_or_assign(to, name);
}

void effect_sink::cannot_tell(std::string_view why) {
    if (found_.unknown.empty())
        found_.unknown = "revision " + revision_ + ": " + std::string{why};
}

} // namespace alembicore::backup
