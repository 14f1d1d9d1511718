#include "model/relationships.hpp"

#include "model/column_texts.hpp"
#include "model/tables.hpp"
#include "sqlalchemy/relationship.hpp"

#include <algorithm>
#include <set>

namespace alembicore::model {

namespace {

using python::dict_table;
using python::evaluation;
using sqlalchemy::backref_value;
using sqlalchemy::declared_relationship;
using sqlalchemy::model_class;
using sqlalchemy::model_pointer;

python::value const* option(dict_table const& options, std::string_view name) {
    auto const* found = options.find(name);
    return found == nullptr || found->is_none() ? nullptr : found;
}

/// `all, delete-orphan` as what it means. SQLAlchemy's rules: `none` empties, words may repeat.
std::vector<std::string> cascade_of(std::string const& written) {
    std::set<std::string> words;
    std::string word;
    auto const add = [&] {
        static constexpr std::string_view all[] = {"save-update", "merge", "refresh-expire", "expunge", "delete"};
        if (word == "all")
            words.insert(std::begin(all), std::end(all));
        else if (word == "none")
            words.clear();
        else if (!word.empty())
            words.insert(word);
        word.clear();
    };
    for (char const c : written)
        if (c == ',')
            add();
        else if (c != ' ' && c != '\n' && c != '\t')
            word += c;
    add();
    return {words.begin(), words.end()};
}

/// The other name of `lazy`.
std::string lazy_of(evaluation& run, dict_table const& options) {
    auto const* given = options.find(std::string_view{"lazy"});
    if (given == nullptr)
        return "select";
    if (auto const flag = given->boolean())
        return *flag ? "select" : "joined";
    return given->is_none() ? "noload" : run.str(*given);
}

class relationship_reader {
public:
    relationship_reader(
        evaluation& run, class_list const& classes, std::vector<models::table> const& tables, model_pointer owner
    )
        : run_{run}, classes_{classes}, tables_{tables}, owner_{std::move(owner)} {}

    /// Errors: not_evaluable.
    [[nodiscard]] models::relationship read(declared_relationship const& declared) {
        auto const& options = declared.said->options();
        target_ = target_of(declared);
        models::relationship made{.name = declared.name, .target = target_->name()};
        read_options(made, options);
        read_join(made, options);
        auto const* uselist = option(options, "uselist");
        if (uselist != nullptr)
            made.uselist = run_.truth(known(*uselist));
        else if (declared.annotation)
            made.uselist = declared.annotation->collection;
        else
            made.uselist = made.direction != models::direction::many_to_one;
        return made;
    }

    [[nodiscard]] model_pointer const& target() const noexcept { return target_; }

    /// What backref= makes of the other side; nullopt: there is none.
    [[nodiscard]] std::optional<models::relationship>
    reversed(models::relationship const& forward, dict_table const& options) {
        auto const* given = option(options, "backref");
        if (given == nullptr)
            return std::nullopt;
        dict_table const none;
        auto const own = given->as<backref_value>();
        if (!own && !known(*given).text())
            throw python::not_evaluable("backref= that is no name");
        auto const& more = own ? own->options() : none;
        models::relationship made{.name = own ? own->name() : std::string{*given->text()}, .target = owner_->name()};
        read_options(made, more);
        if (option(more, "viewonly") == nullptr)
            made.viewonly = forward.viewonly;
        if (made.viewonly && option(more, "cascade") == nullptr)
            made.cascade = {"merge"};
        made.backref = true;
        made.back_populates = forward.name;
        made.direction = forward.direction == models::direction::one_to_many   ? models::direction::many_to_one
                         : forward.direction == models::direction::many_to_one ? models::direction::one_to_many
                                                                               : forward.direction;
        made.secondary = forward.secondary;
        made.foreign_keys = forward.foreign_keys;
        made.on_delete = forward.on_delete;
        auto const* uselist = option(more, "uselist");
        made.uselist =
            uselist == nullptr ? made.direction != models::direction::many_to_one : run_.truth(known(*uselist));
        return made;
    }

private:
    /// Errors: not_evaluable.
    [[nodiscard]] static python::value const& known(python::value const& given) {
        if (auto const unknown = given.as<python::unknown_object>())
            throw unknown->refusal();
        return given;
    }

    /// A lambda as what it gives.
    [[nodiscard]] python::value called(python::value const& given) {
        static_cast<void>(known(given));
        auto* const object = given.as_object();
        bool const function = object != nullptr && object->type_name() == "function";
        return function ? run_.call(given, {}) : given;
    }

    [[nodiscard]] model_pointer target_of(declared_relationship const& declared) {
        if (!declared.said->target()) {
            if (!declared.annotation || declared.annotation->target.empty())
                throw python::not_evaluable("the target of the relationship");
            return find_class(classes_, declared.annotation->target);
        }
        auto const given = called(*declared.said->target());
        if (auto const model = given.as<model_class>())
            return model;
        auto const text = given.text();
        if (!text || text->find_first_of("([ ") != std::string_view::npos)
            throw python::not_evaluable("the target of the relationship");
        return find_class(classes_, *text);
    }

    void read_options(models::relationship& into, dict_table const& options) {
        if (auto const* given = option(options, "viewonly"))
            into.viewonly = run_.truth(known(*given));
        auto const* cascade = option(options, "cascade");
        if (cascade != nullptr && cascade->boolean() != false)
            into.cascade = cascade_of(run_.str(known(*cascade)));
        else
            into.cascade =
                into.viewonly ? std::vector<std::string>{"merge"} : std::vector<std::string>{"merge", "save-update"};
        // What is only viewed writes nothing.
        static constexpr std::string_view writing[] = {"save-update", "delete", "delete-orphan"};
        if (into.viewonly)
            std::erase_if(into.cascade, [](auto const& word) {
                return std::ranges::find(writing, word) != std::end(writing);
            });
        if (auto const* given = option(options, "back_populates"))
            into.back_populates = run_.str(known(*given));
        else if (auto const* backref = option(options, "backref"))
            into.back_populates =
                backref->as<backref_value>() ? backref->as<backref_value>()->name() : run_.str(known(*backref));
        into.passive_deletes = "false";
        if (auto const* given = option(options, "passive_deletes"))
            into.passive_deletes =
                known(*given).text() ? std::string{*given->text()} : (run_.truth(*given) ? "true" : "false");
        into.lazy = lazy_of(run_, options);
    }

    void read_join(models::relationship& into, dict_table const& options) {
        auto const owner = tables_of(*owner_);
        auto const target = tables_of(*target_);
        if (owner.empty() || target.empty())
            throw python::not_evaluable("the tables of the relationship are not known");
        found_join found;
        if (auto const* secondary = option(options, "secondary")) {
            into.secondary = secondary_of(called(*secondary));
            found = find_secondary(tables_, *into.secondary, owner, target);
        } else {
            found = find_join(tables_, owner, target, written_join_of(options));
        }
        into.direction = found.direction;
        for (auto const& each : found.foreign)
            into.foreign_keys.push_back(
                (each.table.schema.empty() ? "" : each.table.schema + '.') + each.table.name + '.' + each.column
            );
        into.on_delete = std::move(found.on_delete);
    }

    [[nodiscard]] models::table_name secondary_of(python::value const& given) {
        if (auto const table = given.as<sqlalchemy::table_value>())
            return name_of(table->name());
        if (auto const model = given.as<model_class>(); model && model->table())
            return name_of(model->table()->name());
        if (auto const text = given.text())
            return table_named(*text);
        throw python::not_evaluable("the secondary table of the relationship");
    }

    /// A table by its name, or `Class.__table__`, or a class.
    [[nodiscard]] models::table_name table_named(std::string_view text) {
        for (auto const& each : tables_)
            if ((each.name.schema.empty() ? each.name.name : each.name.schema + '.' + each.name.name) == text)
                return each.name;
        constexpr std::string_view of_class = ".__table__";
        if (text.ends_with(of_class))
            text.remove_suffix(of_class.size());
        auto const tables = tables_of(*find_class(classes_, text));
        if (tables.empty())
            throw python::not_evaluable("the secondary table of the relationship");
        return tables.front();
    }

    [[nodiscard]] written_join written_join_of(dict_table const& options) {
        column_reader reader{run_, classes_, tables_, owner_};
        written_join written;
        if (auto const* given = option(options, "primaryjoin"))
            reader.read_condition(called(*given), written);
        if (auto const* given = option(options, "foreign_keys"))
            written.foreign = reader.read_columns(called(*given));
        if (auto const* given = option(options, "remote_side"))
            written.remote = reader.read_columns(called(*given));
        return written;
    }

    evaluation& run_;
    class_list const& classes_;
    std::vector<models::table> const& tables_;
    model_pointer owner_;
    model_pointer target_{};
};

models::model* model_of(class_list const& classes, std::vector<models::model>& models, model_pointer const& of) {
    auto const at = std::ranges::find(classes, of);
    return at == classes.end() ? nullptr : &models[static_cast<std::size_t>(at - classes.begin())];
}

bool has(models::model const& of, std::string const& name) {
    return std::ranges::find(of.relationships, name, &models::relationship::name) != of.relationships.end();
}

/// Subclasses have the relationships of the class that they inherit from.
void add_inherited(class_list const& classes, std::vector<models::model>& models) {
    // A class stands behind the one that it inherits from.
    for (std::size_t at = 0; at < classes.size(); ++at) {
        if (!classes[at]->parent())
            continue;
        auto const* parent = model_of(classes, models, classes[at]->parent());
        if (parent == nullptr || models[at].inheritance == models::inheritance::concrete)
            continue;
        for (auto each : parent->relationships)
            if (!has(models[at], each.name)) {
                if (each.declared_by.empty())
                    each.declared_by = parent->name;
                models[at].relationships.push_back(std::move(each));
            }
    }
}

} // namespace

void add_relationships(
    evaluation& run,
    class_list const& classes,
    std::vector<models::table> const& tables,
    std::vector<models::model>& models
) {
    auto const note = [&](models::model& of, std::string const& attribute, error_info const& why) {
        of.unknowns.push_back({.attribute = attribute, .reason = why.message, .place = why.place});
    };
    std::vector<std::pair<models::model*, models::relationship>> backward;
    for (std::size_t at = 0; at < classes.size(); ++at)
        for (auto const& declared : classes[at]->relationships())
            try {
                relationship_reader reader{run, classes, tables, classes[at]};
                auto const made = reader.read(declared);
                models[at].relationships.push_back(made);
                if (auto reversed = reader.reversed(made, declared.said->options()))
                    backward.emplace_back(model_of(classes, models, reader.target()), std::move(*reversed));
            } catch (error const& why) {
                if (why.code() == errc::evaluation_limit)
                    throw;
                note(models[at], declared.name, why.info());
            } catch (python::raised const& thrown) {
                note(models[at], declared.name, sqlalchemy::unknown_because(run, thrown.thrown->str(run)));
            }
    for (auto& [model, made] : backward)
        if (model != nullptr && !has(*model, made.name))
            model->relationships.push_back(std::move(made));
    add_inherited(classes, models);
}

} // namespace alembicore::model
