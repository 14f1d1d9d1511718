// The module alembicore._native: library objects and JSON texts. The package around it makes Python of them.
#include "graph.hpp"
#include "handles.hpp"
#include "watch.hpp"

#include <alembicore/json.hpp>
#include <alembicore/version.hpp>

#include <boost/json/serialize.hpp>
#include <pybind11/stl.h>

#include <memory>
#include <string>

namespace {

namespace py = pybind11;

using namespace alembicore;
using namespace alembicore::python;
using bindings::opened_project;
using texts = std::vector<std::string>;

std::string text_of(std::string text) {
    return text;
}

std::string text_of(boost::json::value const& document) {
    return boost::json::serialize(document);
}

/// Raises alembicore.Error, or the class under it that fits.
void raise(error const& failure) {
    auto const made = py::module_::import("alembicore._errors")
                          .attr("make")(text_of(to_json(failure.info())), describe(failure.info()));
    PyErr_SetObject(py::type::handle_of(made).ptr(), made.ptr());
}

/// Locks the databases of a call, those that it has.
struct used_database {
    explicit used_database(database_handle* given) {
        if (given == nullptr)
            return;
        lock = std::unique_lock{given->used};
        owner = given->open();
        held = owner.get();
    }

    std::shared_ptr<database> owner;
    std::unique_lock<std::mutex> lock;
    database* held = nullptr;
};

/// For calls that are not watched: only Python's lock is given back.
template <typename Work>
std::string unlocked(Work const& work) {
    py::gil_scoped_release const released;
    return text_of(work());
}

/// For calls that tell events and can be stopped; `work` is given the control.
template <typename Work>
std::string watched(stop_handle const* stop, py::object on_event, Work const& work) {
    watched_call call{stop, std::move(on_event)};
    auto const how = call.control();
    return call.run([&] { return text_of(work(how)); });
}

void add_looking(py::class_<opened_project, std::shared_ptr<opened_project>>& made) {
    made.def("diagnostics", [](opened_project const& of) { return text_of(bindings::diagnostics_of(of.opened)); });
    made.def("history", [](opened_project const& of, std::string const& range, database_handle* asked) {
        return unlocked([&] { return bindings::history(of.opened, range, used_database{asked}.held); });
    });
    made.def("heads", [](opened_project const& of) {
        return unlocked([&] { return bindings::describe_revisions(of.opened, of.opened.graph().heads()); });
    });
    made.def("branches", [](opened_project const& of) {
        return unlocked([&] { return bindings::branches(of.opened); });
    });
    made.def("show", [](opened_project const& of, std::string const& revision, database_handle* asked) {
        return unlocked([&] { return bindings::show(of.opened, revision, used_database{asked}.held); });
    });
    made.def("current", [](opened_project const& of, database_handle& in) {
        return unlocked([&] { return bindings::current(of.opened, *used_database{&in}.held); });
    });
    made.def("inspect", [](opened_project const& of, std::string const& revision) {
        return unlocked([&] { return bindings::inspect(of.opened, revision); });
    });
    made.def("inspect_file", [](opened_project const& of, std::string const& file) {
        return unlocked([&] { return bindings::inspect_file(of.opened, file); });
    });
    made.def("render", [](opened_project const& of) {
        return unlocked([&] { return bindings::render_all(of.opened); });
    });
}

direction direction_of(std::string const& action) {
    if (action == "upgrade")
        return direction::upgrade;
    return action == "downgrade" ? direction::downgrade : direction::stamp;
}

void add_plans(py::class_<opened_project, std::shared_ptr<opened_project>>& made) {
    made.def(
        "plan_from",
        [](opened_project const& of, std::string const& action, texts const& targets, std::string const& from) {
            auto const& graph = of.opened.graph();
            auto const rows = bindings::rows_named(graph, from);
            return plan_handle{bindings::decide(graph, direction_of(action), targets, rows)};
        }
    );
    made.def(
        "plan_for",
        [](opened_project const& of, std::string const& action, texts const& targets, database_handle& in) {
            py::gil_scoped_release const released;
            used_database const used{&in};
            return plan_handle{bindings::decide_for(of.opened, *used.held, direction_of(action), targets)};
        }
    );
    made.def(
        "script",
        [](opened_project const& of,
           plan_handle const& decided,
           std::string const& options,
           stop_handle const* stop,
           py::object on_event) {
            return watched(stop, std::move(on_event), [&](auto const& how) {
                return bindings::render_script(of.opened, decided.held, options, how);
            });
        }
    );
}

void add_runs(py::class_<opened_project, std::shared_ptr<opened_project>>& made) {
    auto const add_to_target = [&](char const* name, auto const run) {
        made.def(
            name,
            [run](
                opened_project const& of,
                database_handle& in,
                std::string const& target,
                std::string const& options,
                stop_handle const* stop,
                py::object on_event
            ) {
                return watched(stop, std::move(on_event), [&](auto const& how) {
                    return run(of.opened, *used_database{&in}.held, target, options, how);
                });
            }
        );
    };
    add_to_target("upgrade", &bindings::upgrade);
    add_to_target("downgrade", &bindings::downgrade);
    auto const add = [&](char const* name, auto const run, auto const& convert) {
        using argument = std::decay_t<decltype(convert)>;
        made.def(
            name,
            [run](
                opened_project const& of,
                database_handle& in,
                argument const& what,
                std::string const& options,
                stop_handle const* stop,
                py::object on_event
            ) {
                return watched(stop, std::move(on_event), [&](auto const& how) {
                    used_database const used{&in};
                    if constexpr (std::is_same_v<argument, plan_handle>)
                        return run(of.opened, *used.held, what.held, options, how);
                    else
                        return run(of.opened, *used.held, what, options, how);
                });
            }
        );
    };
    add("stamp", &bindings::stamp, texts{});
    add("run_plan", &bindings::run_plan, plan_handle{});
    add("rehearse", &bindings::rehearse, plan_handle{});
}

void add_looking_ahead(py::class_<opened_project, std::shared_ptr<opened_project>>& made) {
    made.def(
        "lint_revisions",
        [](opened_project const& of,
           texts const& identifiers,
           database_handle* live,
           std::string const& options,
           stop_handle const* stop) {
            return watched(stop, py::none(), [&](auto const& how) {
                return bindings::lint_revisions(of, identifiers, used_database{live}.held, options, how);
            });
        }
    );
    made.def(
        "lint_plan",
        [](opened_project const& of,
           plan_handle const& decided,
           database_handle* live,
           std::string const& options,
           stop_handle const* stop) {
            return watched(stop, py::none(), [&](auto const& how) {
                return bindings::lint_plan(of, decided.held, used_database{live}.held, options, how);
            });
        }
    );
    made.def(
        "models",
        [](opened_project const& of, std::string const& options, stop_handle const* stop, py::object on_event) {
            return watched(stop, std::move(on_event), [&](auto const& how) {
                return bindings::models_of(of.opened, options, how);
            });
        }
    );
    made.def("models_against", [](opened_project const& of, database_handle& with, stop_handle const* stop) {
        return watched(stop, py::none(), [&](auto const& how) {
            return bindings::models_against(of.opened, *used_database{&with}.held, how);
        });
    });
    made.def(
        "drift",
        [](opened_project const& of, database_handle& with, std::string const& options, stop_handle const* stop) {
            return watched(stop, py::none(), [&](auto const& how) {
                return bindings::drift_of(of.opened, *used_database{&with}.held, options, how);
            });
        }
    );
}

project const* project_in(opened_project const* of) {
    return of == nullptr ? nullptr : &of->opened;
}

void add_databases(py::module_& module) {
    py::class_<database_handle, std::shared_ptr<database_handle>> made{module, "Database"};
    made.def(py::init([](std::string const& url, unsigned timeout) {
        py::gil_scoped_release const released;
        auto const address = parse_database_url(url, "url");
        return std::make_shared<database_handle>(database::connect(address, std::chrono::seconds{timeout}));
    }));
    made.def("url", [](database_handle& of) {
        return unlocked([&] { return used_database{&of}.held->masked_url(); });
    });
    made.def("server_version", [](database_handle& of) {
        return unlocked([&] { return used_database{&of}.held->server_version(); });
    });
    made.def("cancel", [](database_handle& of) {
        py::gil_scoped_release const released;
        of.open()->cancel();
    });
    made.def("close", [](database_handle& of) {
        py::gil_scoped_release const released;
        of.close();
    });
    made.def("lock_holder", [](database_handle& of) {
        return unlocked([&] { return bindings::lock_holder_of(*used_database{&of}.held); });
    });
    made.def("schema", [](database_handle& of, std::string const& options, stop_handle const* stop) {
        return watched(stop, py::none(), [&](auto const& how) {
            return bindings::schema(*used_database{&of}.held, options, how);
        });
    });
    made.def("schema_sql", [](database_handle& of, std::string const& options, stop_handle const* stop) {
        return watched(stop, py::none(), [&](auto const& how) {
            return bindings::schema_sql(*used_database{&of}.held, options, how);
        });
    });
    made.def("journal_list", [](database_handle& of, std::size_t most, std::optional<std::int64_t> before) {
        return unlocked([&] { return bindings::journal_list(*used_database{&of}.held, most, before); });
    });
    made.def("journal_show", [](database_handle& of, std::int64_t run) {
        return unlocked([&] { return bindings::journal_show(*used_database{&of}.held, run); });
    });
    made.def(
        "journal_verify",
        [](database_handle& in, opened_project const* of, std::optional<std::string> const& expected) {
            return unlocked([&] { return bindings::journal_verify(project_in(of), *used_database{&in}.held, expected); }
            );
        }
    );
}

void add_backups(py::module_& module) {
    module.def(
        "backup_create",
        [](opened_project const* of,
           database_handle& from,
           std::string const& options,
           stop_handle const* stop,
           py::object on_event) {
            return watched(stop, std::move(on_event), [&](auto const& how) {
                return bindings::backup_create(project_in(of), *used_database{&from}.held, options, how);
            });
        }
    );
    module.def("backup_list", [](opened_project const* of, std::string const& options) {
        return unlocked([&] { return bindings::backup_list(project_in(of), options); });
    });
    module.def(
        "backup_verify",
        [](opened_project const* of,
           std::string const& id,
           database_handle* on_server_of,
           std::string const& options,
           stop_handle const* stop,
           py::object on_event) {
            return watched(stop, std::move(on_event), [&](auto const& how) {
                return bindings::backup_verify(project_in(of), id, used_database{on_server_of}.held, options, how);
            });
        }
    );
}

void add_clusters(py::module_& module) {
    py::class_<cluster_handle> made{module, "Cluster"};
    made.def(py::init([](std::optional<std::string> const& directory) {
        return cluster_handle{directory ? private_cluster{*directory} : private_cluster::of_user()};
    }));
    made.def("status", [](cluster_handle const& of) { return unlocked([&] { return to_json(of.held.status()); }); });
    made.def("start", [](cluster_handle const& of) { return unlocked([&] { return to_json(of.held.start()); }); });
    made.def("stop", [](cluster_handle const& of) {
        py::gil_scoped_release const released;
        of.held.stop();
    });
    made.def("create_database", [](cluster_handle const& of, std::string const& name) {
        return unlocked([&] { return of.held.create_database(name); });
    });
    made.def("destroy", [](cluster_handle const& of) {
        py::gil_scoped_release const released;
        of.held.destroy();
    });
}

void add_projects(py::module_& module) {
    py::class_<opened_project, std::shared_ptr<opened_project>> made{module, "Project"};
    made.def(py::init([](std::string const& directory, std::string const& options) {
        py::gil_scoped_release const released;
        return std::make_shared<opened_project>(bindings::open_project(directory, options));
    }));
    made.def_static("open_versions", [](texts const& folders) {
        py::gil_scoped_release const released;
        return std::make_shared<opened_project>(bindings::open_versions(folders));
    });
    made.def("connect", [](opened_project const& of, unsigned timeout) {
        py::gil_scoped_release const released;
        auto opened = database::connect(of.opened.database_url(), std::chrono::seconds{timeout});
        return std::make_shared<database_handle>(std::move(opened));
    });
    made.def("graph", [](opened_project const& of) { return of.opened.graph(); });
    add_looking(made);
    add_plans(made);
    add_runs(made);
    add_looking_ahead(made);
}

} // namespace

PYBIND11_MODULE(_native, module) {
    py::register_exception_translator([](std::exception_ptr failure) {
        try {
            if (failure)
                std::rethrow_exception(failure);
        } catch (error const& known) {
            raise(known);
        }
    });
    py::class_<stop_handle>(module, "Stop").def(py::init()).def("request", [](stop_handle& of) {
        py::gil_scoped_release const released;
        of.source.request_stop();
    });
    py::class_<plan_handle>(module, "Plan")
        .def("json", [](plan_handle const& of) { return text_of(to_json(of.held)); })
        .def("step_count", [](plan_handle const& of) { return of.held.steps.size(); });
    add_graph(module);
    add_databases(module);
    add_projects(module);
    add_backups(module);
    add_clusters(module);
    module.def("lint_rules", [] { return text_of(bindings::lint_rules()); });
    module.def(
        "lint_sql",
        [](std::string const& sql,
           std::string const& name,
           database_handle* live,
           std::string const& options,
           stop_handle const* stop) {
            return watched(stop, py::none(), [&](auto const& how) {
                return bindings::lint_sql(sql, name, used_database{live}.held, options, how);
            });
        }
    );
    module.def("schema_difference", [](database_handle& before, database_handle& after, std::string const& options) {
        return unlocked([&] {
            std::scoped_lock const locked{before.used, after.used};
            return bindings::schema_difference(*before.open(), *after.open(), options, {});
        });
    });
    module.attr("version") = std::string{version()};
}
