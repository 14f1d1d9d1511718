// Models against a database, as PostgreSQL sees both.
#include "catalog/part_names.hpp"
#include "catalog/reading.hpp"
#include "model/declared.hpp"
#include "model/mapper.hpp"
#include "model/scratch_tables.hpp"
#include "model/tables.hpp"
#include "postgres/transaction.hpp"
#include "sql/compiler.hpp"
#include "sql/identifier.hpp"
#include "sqlalchemy/items.hpp"
#include "sqlalchemy/model.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace alembicore::model {

namespace {

using part_map = std::map<std::string, std::string>;

constexpr std::string_view scratch_name = "alembicore_models_";

std::vector<schema::table> definitions_of(declarations const& from) {
    std::vector<schema::table> tables;
    for (auto const& metadata : from.metadata())
        for (auto const& each : metadata->declared)
            if (each->declaration())
                tables.push_back(each->declaration()->definition);
    return tables;
}

/// Those that columns take their numbers from, each once. One that is optional is left to SERIAL.
std::vector<schema::sequence> sequences_of(declarations const& from) {
    std::vector<schema::sequence> sequences;
    for (auto const& metadata : from.metadata())
        for (auto const& table : metadata->declared)
            if (table->declaration())
                for (auto const& column : table->declaration()->columns) {
                    auto const named = column.client_value.as<sqlalchemy::sequence_value>();
                    if (named && !named->optional() &&
                        std::ranges::find(sequences, named->sequence().name, &schema::sequence::name) ==
                            sequences.end())
                        sequences.push_back(named->sequence());
                }
    return sequences;
}

/// A scratch schema for each that the models name; naming the one that is there anyway makes no difference.
schema_names scratch_for(
    std::vector<schema::table> const& tables,
    std::vector<schema::sequence> const& sequences,
    std::string const& default_name
) {
    std::string const first = std::string{scratch_name} + "0";
    schema_names names{{"", first}, {default_name, first}};
    auto const add = [&](schema::qualified_name const& each) {
        if (each.schema)
            names.emplace(each.schema->text, std::string{scratch_name} + std::to_string(names.size()));
    };
    for (auto const& each : tables)
        add(each.name);
    for (auto const& each : sequences)
        add(each.name);
    return names;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// The tables of the models as the server makes them, in a transaction that is rolled back.
class workshop {
public:
    workshop(postgres::connection& on, schema_names const& schemas, std::stop_token stop)
        : on_{on}, stop_{std::move(stop)}, transaction_{on}, schemas_{schemas} {
        make_schemas();
        on_.execute(
            "SELECT set_config('search_path', '" + schemas_.at("") + ", ' || current_setting('search_path'), true)"
        );
    }

    void make(scratch_tables const& wanted, std::vector<models::unknown>& unknowns) {
        for (auto const& each : wanted.sequences)
            perform(operation::create_sequence{.sequence = each}, each.name.name.text, unknowns);
        for (auto const& each : wanted.tables)
            perform(operation::create_table{.table = each}, each.name.name.text, unknowns);
        for (std::size_t at = 0; at < wanted.tables.size(); ++at)
            for (auto const& key : wanted.keys[at])
                perform(
                    operation::add_constraint{.table = wanted.tables[at].name, .constraint = key},
                    wanted.tables[at].name.name.text,
                    unknowns
                );
    }

    void make(std::vector<made_statement> const& wanted, std::vector<models::unknown>& unknowns) {
        for (auto const& each : wanted)
            attempt(each.table, unknowns, [&] { on_.execute(each.text, stop_); });
    }

    /// Under the names of the real schemas.
    [[nodiscard]] part_map parts() {
        on_.execute("SET LOCAL search_path = ''");
        catalog::filter wanted;
        for (auto const& [real, made] : schemas_)
            wanted.schemas.push_back(made);
        part_map named;
        for (auto const& [key, text] : catalog::parts(catalog::read_moment(on_, wanted, stop_)))
            named.insert_or_assign(as_real(key), as_real(text));
        return named;
    }

private:
    void make_schemas() try {
        for (auto const& [real, made] : schemas_)
            if (!real.empty())
                on_.execute("CREATE SCHEMA " + made, stop_);

    } catch (error& refused) {

        constexpr std::string_view insufficient_privilege = "42501";
        if (refused.info().server && refused.info().server->sqlstate == insufficient_privilege)
            refused.info().remedy = "the models are compared in schemas made for that and rolled back: GRANT CREATE ON "
                                    "DATABASE to this user, or name another with --database-url";
        throw;
    }

    [[nodiscard]] std::string as_real(std::string text) const {
        for (auto const& [real, made] : schemas_)
            if (!real.empty())
                text = replaced(std::move(text), made + '.', sql::quote(schema::identifier{.text = real}) + '.');
        return text;
    }

    template <typename Operation>
    void perform(Operation wanted, std::string const& table, std::vector<models::unknown>& unknowns) {
        attempt(table, unknowns, [&] {
            for (auto const& statement : compiler_.render(operation::any_operation{std::move(wanted)}))
                if (statement.kind == sql::statement_kind::sql)
                    on_.execute(statement.text, stop_);
        });
    }

    /// What the server refuses is said of that table, and the others are made all the same.
    template <typename Action>
    void attempt(std::string const& table, std::vector<models::unknown>& unknowns, Action&& action) {
        on_.execute("SAVEPOINT alembicore_models", stop_);
        try {
            action();
            on_.execute("RELEASE SAVEPOINT alembicore_models", stop_);
        } catch (error const& refused) {
            if (!refused.info().connection_usable || refused.code() == errc::cancelled)
                throw;
            on_.execute("ROLLBACK TO SAVEPOINT alembicore_models");
            unknowns.push_back({.attribute = table, .reason = refused.info().message});
        }
    }

    postgres::connection& on_;
    std::stop_token stop_;
    postgres::transaction transaction_;
    schema_names const& schemas_;
    sql::compiler compiler_{sql::audience::server()};
};

constexpr std::string_view sequence_kind = "sequence ";

/// ` OWNED BY public.users.id` or ` IDENTITY OF …`; empty: a sequence by itself.
std::string_view owner_in(std::string_view sequence) {
    auto const at = std::min(sequence.find(" OWNED BY "), sequence.find(" IDENTITY OF "));
    return at == std::string_view::npos ? std::string_view{} : sequence.substr(at);
}

models::difference difference_of(std::string const& part, std::string const* models, std::string const* database) {
    models::difference made{.part = part};
    if (models != nullptr)
        made.models = *models;
    if (database != nullptr)
        made.database = *database;
    return made;
}

/// Constraints that the models leave unnamed have the server's names, or any other.
class unnamed_constraints {
public:
    explicit unnamed_constraints(std::vector<std::string> const& named) : named_(named.begin(), named.end()) {}

    explicit unnamed_constraints(std::vector<schema::table> const& tables) {
        for (auto const& table : tables)
            for (auto const& constraint : table.constraints)
                std::visit(
                    [&](auto const& each) {
                        if (each.name)
                            named_.insert(each.name->name.text);
                    },
                    constraint
                );
    }

    /// Takes out those that only their name tells apart.
    void match(std::vector<models::difference>& of) const {
        for (auto& mine : of) {
            bool const only_mine = mine.models && !mine.database && mine.part.starts_with("constraint ");
            if (!only_mine || is_named(mine.part))
                continue;
            for (auto& theirs : of)
                if (theirs.database == mine.models && !theirs.models &&
                    catalog::table_of_part(theirs.part) == catalog::table_of_part(mine.part)) {
                    mine.models.reset();
                    theirs.database.reset();
                    break;
                }
        }
        std::erase_if(of, [](auto const& each) { return !each.models && !each.database; });
    }

private:
    [[nodiscard]] bool is_named(std::string const& part) const {
        return std::ranges::any_of(named_, [&](auto const& name) {
            return part.ends_with('.' + sql::quote(schema::identifier{.text = name}));
        });
    }

    std::set<std::string> named_;
};

/// Columns whose type nobody knows stand as TEXT, and are not compared.
std::set<std::string> fill_unknown_types(std::vector<schema::table>& tables) {
    std::set<std::string> filled;
    for (auto& table : tables)
        for (auto& column : table.columns) {
            bool const has_key = std::ranges::any_of(table.constraints, [&](auto const& each) {
                auto const* key = std::get_if<schema::foreign_key>(&each);
                return key != nullptr && std::ranges::count(key->columns, column.name) != 0;
            });
            if (column.type.family == schema::type_family::unknown && !has_key) {
                column.type = schema::column_type{.keyword = "TEXT", .family = schema::type_family::string};
                filled.insert(table.name.name.text + '.' + column.name.text);
            }
        }
    return filled;
}

/// The parts of the models and of the database, side by side.
class comparing {
public:
    comparing(part_map mine, part_map theirs, models::comparison& into)
        : mine_{std::move(mine)}, theirs_{std::move(theirs)}, into_{into} {
        for (auto const& [key, text] : mine_)
            if (key.starts_with("table ") && theirs_.contains(key))
                shared_.insert(catalog::table_of_part(key));
    }

    void add_parts_of_models() {
        for (auto const& [key, text] : mine_) {
            if (key.starts_with(sequence_kind)) {
                add_sequence(key, text);
                continue;
            }
            auto const found = theirs_.find(key);
            auto const* other = found == theirs_.end() ? nullptr : &found->second;
            bool const asked = key.starts_with("type ") || is_asked(key);
            if (asked && !is_unknown(key) && (other == nullptr || *other != text))
                into_.differences.push_back(difference_of(key, &text, other));
        }
    }

    /// Types that no model uses are somebody else's.
    void add_parts_of_database(std::string const& version_table) {
        for (auto const& [key, text] : theirs_) {
            bool const of_alembic = catalog::table_of_part(key).ends_with('.' + version_table);
            if (is_asked(key) && !of_alembic && !is_unknown(key) && !mine_.contains(key))
                into_.differences.push_back(difference_of(key, nullptr, &text));
        }
    }

private:
    /// One of a serial or identity column has any name: what differs of the column itself is told there.
    void add_sequence(std::string const& key, std::string const& text) {
        auto const owner = owner_in(text);
        auto const found = owner.empty() ? theirs_.find(key) : std::ranges::find_if(theirs_, [&](auto const& each) {
            return each.first.starts_with(sequence_kind) && owner_in(each.second) == owner;
        });
        if (found == theirs_.end()) {
            if (owner.empty() && !is_unknown(key))
                into_.differences.push_back(difference_of(key, &text, nullptr));
            return;
        }
        auto const numbers = [](std::string const& whole) {
            return std::string_view{whole}.substr(0, whole.size() - owner_in(whole).size());
        };
        if (numbers(found->second) != numbers(text))
            into_.differences.push_back(difference_of(found->first, &text, &found->second));
    }

    /// Of a table that only one side has, only that is told.
    [[nodiscard]] bool is_asked(std::string const& key) const {
        auto const table = catalog::table_of_part(key);
        return !table.empty() && (shared_.contains(table) || key.starts_with("table "));
    }

    [[nodiscard]] bool is_unknown(std::string const& key) const {
        return std::ranges::any_of(into_.unknowns, [&](models::unknown const& each) {
            return key.ends_with('.' + each.attribute) || catalog::table_of_part(key).ends_with('.' + each.attribute);
        });
    }

    part_map mine_;
    part_map theirs_;
    models::comparison& into_;
    std::set<std::string> shared_{};
};

template <typename Wanted>
part_map made_by_server(
    postgres::connection& on,
    Wanted const& wanted,
    schema_names const& schemas,
    std::vector<models::unknown>& unknowns,
    std::stop_token const& stop
) {
    workshop work{on, schemas, stop};
    work.make(wanted, unknowns);
    return work.parts();
}

/// What the comparison is of, beside the parts that the server has made of the models.
struct compared_database {
    database& with;
    std::string version_table;
    std::stop_token stop;
};

void compare_parts(
    part_map mine,
    schema_names const& schemas,
    unnamed_constraints const& unnamed,
    compared_database const& other,
    models::comparison& into
) {
    catalog::filter wanted;
    for (auto const& [real, scratch] : schemas)
        if (!real.empty())
            wanted.schemas.push_back(real);
    comparing sides{std::move(mine), catalog::parts(catalog::read(other.with, wanted, other.stop)), into};
    sides.add_parts_of_models();
    sides.add_parts_of_database(other.version_table);
    unnamed.match(into.differences);
    std::ranges::sort(into.differences, {}, [](auto const& each) {
        return std::pair{catalog::table_of_part(each.part), each.part};
    });
}

models::comparison compare_read(project const& of, compared_database const& other) {
    declarations declared{of};
    auto tables = definitions_of(declared);
    models::comparison made;
    for (auto const& column : fill_unknown_types(tables))
        made.unknowns.push_back({.attribute = column, .reason = "its type is not known"});
    auto& on = other.with.connection();
    auto const sequences = sequences_of(declared);
    auto const schemas = scratch_for(tables, sequences, catalog::default_schema(on));
    auto mine = made_by_server(on, scratch_tables{tables, sequences, schemas}, schemas, made.unknowns, other.stop);
    compare_parts(std::move(mine), schemas, unnamed_constraints{tables}, other, made);
    return made;
}

/// As SQLAlchemy itself would make the tables.
models::comparison
compare_mapped(project const& of, models::read_options const& options, compared_database const& other) {
    auto& on = other.with.connection();
    auto const asked = ask_for_definitions(of, options, catalog::default_schema(on));
    models::comparison made{.differences = {}, .unknowns = asked.unknowns};
    auto mine = made_by_server(on, asked.statements, asked.schemas, made.unknowns, other.stop);
    compare_parts(std::move(mine), asked.schemas, unnamed_constraints{asked.named}, other, made);
    return made;
}

} // namespace

} // namespace alembicore::model

namespace alembicore::models {

comparison compare(project const& of, database& with, read_options const& options) {
    if (with.connection().in_transaction())
        throw error{errc::bad_usage, "models are compared in a transaction of their own, and one is open already"};
    alembicore::model::compared_database const other{
        with, sql::quote(schema::identifier{.text = of.settings().version_table}), options.stop};
    return options.engine == engine::python ? alembicore::model::compare_mapped(of, options, other)
                                            : alembicore::model::compare_read(of, other);
}

comparison compare(project const& of, database& with, std::stop_token const& stop) {
    return compare(of, with, read_options{.stop = stop});
}

} // namespace alembicore::models
