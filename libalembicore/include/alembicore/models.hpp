// The SQLAlchemy models of a project, read without running it: tables, mapped classes, and how they are related.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/diagram.hpp>
#include <alembicore/error.hpp>
#include <alembicore/event.hpp>
#include <alembicore/project.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::models {

/// Where the models were found.
enum class origin {
    variable,    ///< SQLALCHEMY_BASE names the base or the MetaData: `package.module:Base`
    environment, ///< `target_metadata` of env.py, with all that env.py imports
    search       ///< the Python files of the project that declare models or tables
};

/// Something that cannot be known without running the project. The rest is known in spite of it.
struct unknown {
    std::string attribute{}; ///< of the model, or the column of the table; empty = the whole
    std::string reason{};
    std::optional<source_place> place{};
};

/// A table of the models; `schema` is empty where they name none.
struct table_name {
    std::string schema{};
    std::string name{};

    friend auto operator<=>(table_name const&, table_name const&) = default;
};

struct column {
    std::string name{};
    std::string type{};       ///< as PostgreSQL is told: `VARCHAR(50)`; empty = not known
    std::string type_class{}; ///< SQLAlchemy's class, or one of the project: `String`; empty = not known
    bool nullable = true;
    bool primary_key = false;
    bool serial = false;                         ///< numbered by the server: SERIAL and its sizes
    std::string identity{};                      ///< `always`, `by default`; empty = no identity column
    std::optional<std::string> server_default{}; ///< an SQL expression
    std::optional<std::string> computed{};       ///< the expression of a generated column
    std::optional<std::string> client_default{}; ///< what Python fills in: a value, or what is called
    std::vector<std::string> enumeration{};      ///< the labels of an enum
    std::optional<std::string> comment{};
};

/// A primary key, or columns that are unique together. Names may come from a naming convention; absent = the server's.
struct key {
    std::optional<std::string> name{};
    std::vector<std::string> columns{};
};

struct foreign_key {
    std::optional<std::string> name{};
    std::vector<std::string> columns{};
    table_name referred{};
    std::vector<std::string> referred_columns{};
    std::string on_delete{}; ///< as written: `CASCADE`; empty = not said
    std::string on_update{}; ///< the same
};

/// A check or an exclusion constraint.
struct condition {
    std::optional<std::string> name{};
    std::string definition{}; ///< `CHECK (price > 0)`
};

struct index {
    std::string name{};
    std::vector<std::string> elements{}; ///< columns and expressions
    bool unique = false;
    std::string definition{}; ///< the whole CREATE INDEX statement
};

struct table {
    table_name name{};
    source_place place{};               ///< of the class or the call of Table()
    std::vector<std::string> classes{}; ///< that are mapped to it; none: an association table, or one used by itself
    std::vector<models::column> columns{};
    std::optional<key> primary_key{};
    std::vector<foreign_key> foreign_keys{};
    std::vector<key> unique{};
    std::vector<condition> conditions{};
    std::vector<index> indexes{};
    std::optional<std::string> comment{};
    std::vector<unknown> unknowns{};
};

/// A column under the name that the class has for it.
struct attribute {
    std::string name{};
    table_name table{}; ///< of a class that inherits from another, perhaps that one's
    std::string column{};
};

enum class direction { one_to_many, many_to_one, many_to_many };

struct relationship {
    std::string name{};
    std::string target{}; ///< a class
    models::direction direction = direction::many_to_one;
    bool uselist = false;                  ///< the attribute is a collection
    std::string back_populates{};          ///< the attribute of the target that leads back; empty = none
    bool backref = false;                  ///< made by `backref=` of the other side
    std::optional<table_name> secondary{}; ///< the table between the two
    std::vector<std::string> cascade{};    ///< save-update, merge, delete, delete-orphan, …, sorted
    std::string passive_deletes{};         ///< false, true, all
    bool viewonly = false;
    std::string lazy{};                      ///< select, joined, selectin, …
    std::vector<std::string> foreign_keys{}; ///< the columns that it goes along: `table.column`
    std::vector<std::string> on_delete{};    ///< what the database does for these keys; empty texts = not said
    std::string declared_by{};               ///< the class whose body has it, where that is another one
};

/// How the table of a class is related to that of the class it inherits from.
enum class inheritance { none, single, joined, concrete };

struct model {
    std::string name{};   ///< of the class
    std::string module{}; ///< `app.models.user`
    source_place place{};
    std::optional<table_name> table{}; ///< absent: not known
    models::inheritance inheritance = inheritance::none;
    std::string parent{}; ///< the mapped class it inherits from; empty = none
    std::vector<attribute> attributes{};
    std::vector<relationship> relationships{};
    std::vector<unknown> unknowns{};
};

/// All models of a project at one moment.
struct collection {
    models::origin origin = origin::search;
    std::string base{};          ///< what the origin names: `app.db:Base`, or `env.py`
    std::vector<table> tables{}; ///< in the order of their declaration
    std::vector<model> models{}; ///< the same
    std::vector<unknown> unknowns{};
};

/// Who says what the models are.
struct read_options {
    alembicore::engine engine = engine::native; ///< automatic is native: the text of the modules. python: the mapper
    std::filesystem::path python{};             ///< overrides the project's setting
    event_sink events{};                        ///< what Python says besides; may be empty
    std::stop_token stop{};                     ///< ends Python
};

/// Reads the models of a project: those of SQLALCHEMY_BASE in the environment of the request, else those of env.py's
/// `target_metadata`, else those that a search of the project's files finds.
/// With `engine::python` the project's own interpreter imports these modules and the mapper is asked: of
/// SQLALCHEMY_BASE, else what env.py imports before it would connect, else the modules in which reading has found
/// models. A module that only a search has found and that cannot be imported is one of the `unknowns`. Errors:
/// not_evaluable where SQLALCHEMY_BASE names nothing that is known; evaluation_limit; under Python also
/// python_exception (with its traceback), python_unavailable, child_process_failed, bad_configuration, cancelled.
[[nodiscard]] ALEMBICORE_EXPORT collection read(project const& of, read_options const& options = {});

/// The models of one class or table, those they refer to left out. Errors: bad_usage where there is none.
[[nodiscard]] ALEMBICORE_EXPORT collection choose(collection const& from, std::vector<std::string> const& names);

/// One part that the models and a database do not share, as PostgreSQL spells both sides.
struct difference {
    std::string part{};                    ///< its kind and name: `column public.users.email`
    std::optional<std::string> models{};   ///< absent: the models have no such part
    std::optional<std::string> database{}; ///< absent: the database has none
};

struct comparison {
    std::vector<difference> differences{}; ///< by table, then by part
    std::vector<unknown> unknowns{};       ///< tables that the server does not make, columns without a type
};

/// What the models and a database do not share. The server makes the tables of the models in schemas of their own,
/// within a transaction that is rolled back, and both sides are then read from its catalogues: so types, defaults and
/// expressions are equal when PostgreSQL takes them for equal. Nothing that exists is touched. A constraint that the
/// models leave unnamed may have any name, as the sequence of a serial or identity column may; of a table that only one
/// side has, only that is told. What models cannot state is left out: triggers, policies, functions, views, privileges.
/// Errors: as `read`; statement_failed where the user may not create schemas; cancelled; bad_usage while a transaction
/// is open on the connection.
[[nodiscard]] ALEMBICORE_EXPORT comparison compare(project const& of, database& with, std::stop_token const& stop = {});

/// As above; with `engine::python` the tables are those that SQLAlchemy itself makes of the models in the project's own
/// interpreter.
[[nodiscard]] ALEMBICORE_EXPORT comparison compare(project const& of, database& with, read_options const& options);

/// Tables and the foreign keys between them.
[[nodiscard]] ALEMBICORE_EXPORT diagram::drawing drawing_of(collection const& of);

} // namespace alembicore::models
