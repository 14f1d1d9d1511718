#include "evaluate.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

namespace alembicore::python {

namespace {

/// A project that is held in memory: files by path, environment variables by name.
class memory_project final : public project_access {
public:
    std::map<std::string, std::string> files;
    std::map<std::string, std::string> variables;

    [[nodiscard]] std::optional<std::string> read_file(std::filesystem::path const& file) override {
        auto const found = files.find(file.string());
        return found == files.end() ? std::nullopt : std::optional{found->second};
    }

    [[nodiscard]] file_kind kind_of(std::filesystem::path const& path) override {
        return files.contains(path.string()) ? file_kind::file : file_kind::none;
    }

    [[nodiscard]] std::shared_ptr<source_module const> find_module(std::string_view dotted) override {
        std::string path{dotted};
        for (char& c : path)
            c = c == '.' ? '/' : c;
        for (auto const& candidate : {"/" + path + "/__init__.py", "/" + path + ".py"})
            if (auto const found = files.find(candidate); found != files.end())
                return parse_module(candidate, found->second);
        return nullptr;
    }

    [[nodiscard]] std::optional<std::string> environment_variable(std::string const& name) override {
        auto const found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional{found->second};
    }

    std::string result_of(std::string source) {
        evaluation_options options;
        options.project = this;
        return test::result_of(std::move(source), std::move(options));
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(projects)

BOOST_AUTO_TEST_CASE(modules_are_evaluated_when_they_are_imported) {
    memory_project project;
    project.files = {
        {"/app/__init__.py", "from .models import User\nNAME = 'app'\n"},
        {"/app/models.py", "from . import kinds\nUser = 'user of ' + kinds.KIND\n"},
        {"/app/kinds.py", "KIND = 'some kind'\n"},
        {"/folder/inner/leaf.py", "X = 1\n"},
    };
    BOOST_TEST(
        project.result_of("from app import User, NAME\nresult = User, NAME\n") == "('user of some kind', 'app')"
    );
    BOOST_TEST(project.result_of("import app.kinds\nresult = app.kinds.KIND, app.NAME\n") == "('some kind', 'app')");
    BOOST_TEST(project.result_of("from app import kinds as k\nresult = k.KIND\n") == "'some kind'");
    BOOST_TEST(project.result_of("import folder.inner.leaf\nresult = folder.inner.leaf.X\n") == "1");
    BOOST_TEST(project.result_of("from folder.inner import leaf\nresult = leaf.X\n") == "1");
    BOOST_TEST(project.result_of("from app.models import *\nresult = User\n") == "'user of some kind'");
}

BOOST_AUTO_TEST_CASE(a_submodule_is_an_attribute_of_its_package) {
    memory_project project;
    project.files = {
        {"/app/__init__.py", "import lazy\ndef __getattr__(name):\n    return lazy.find(name)\n"},
        {"/app/server/__init__.py", ""},
        {"/app/server/kinds.py", "KIND = 'some kind'\n"},
    };
    BOOST_TEST(project.result_of("import app\nresult = app.server.kinds.KIND\n") == "'some kind'");
    BOOST_TEST(project.result_of("import app.server\nresult = hasattr(app.server, 'other')\n") == "False");
}

BOOST_AUTO_TEST_CASE(names_listed_in_all_are_what_a_star_brings) {
    memory_project project;
    project.files = {{"/a.py", "__all__ = ['_x']\n_x = 1\ny = 2\n"}};
    BOOST_TEST(project.result_of("from a import *\nresult = _x, 'y' in globals()\n") == "(1, False)");
}

BOOST_AUTO_TEST_CASE(modules_may_import_one_another) {
    memory_project project;
    project.files = {
        {"/a.py", "X = 1\nimport b\nfrom b import late\n"},
        {"/b.py", "import a\nfrom a import missing_yet\ndef late():\n    return a.X\n"},
    };
    BOOST_TEST(project.result_of("from a import late\nresult = late()\n") == "1");
}

BOOST_AUTO_TEST_CASE(a_module_that_fails_does_no_harm_until_it_is_used) {
    memory_project project;
    project.files = {
        {"/bad.py", "x = 1\ny = 2 ** 100\n"},
        {"/raises.py", "import bad\nx = 1 / 0\n"},
    };
    BOOST_TEST(project.result_of("import bad, raises\nfrom bad import x\nresult = 5\n") == "5");
    for (auto const& [source, why] :
         {std::pair{"from bad import y\nresult = y + 1\n", "/bad.py:2: an integer beyond 64 bits is not evaluated"},
          {"from raises import x\nresult = x + 1\n", "/raises.py:2: it raises ZeroDivisionError"}})
        BOOST_TEST_CONTEXT(source) {
            auto const info = alembicore::test::require_error(errc::not_evaluable, [&, text = source] {
                return project.result_of(text);
            });
            BOOST_REQUIRE(info.place.has_value());
            auto const found = info.place->file + ":" + std::to_string(info.place->line) + ": " + info.message;
            BOOST_TEST(found == why);
        }
}

BOOST_AUTO_TEST_CASE(a_name_that_a_module_lacks_is_an_import_error) {
    memory_project project;
    project.files = {{"/a.py", "X = 1\n"}};
    BOOST_TEST(
        project.result_of("try:\n    from a import Y\nexcept ImportError as e:\n    result = str(e)\n") ==
        "\"cannot import name 'Y' from 'a'\""
    );
}

BOOST_AUTO_TEST_CASE(the_environment_is_read_and_changed_within_an_evaluation) {
    memory_project project;
    project.variables = {{"HOME", "/home"}};
    BOOST_TEST(
        project.result_of("import os\n"
                          "os.environ['NEW'] = 'n'\n"
                          "result = [os.environ['HOME'], os.getenv('NONE'), os.environ.get('NONE', 'd'),\n"
                          "          'HOME' in os.environ, os.environ['NEW'], os.environ.setdefault('S', 's'),\n"
                          "          os.environ.pop('HOME'), 'HOME' in os.environ]\n"
        ) == "['/home', None, 'd', True, 'n', 's', '/home', False]"
    );
    auto const info = alembicore::test::require_error(errc::python_exception, [&] {
        return project.result_of("import os\nos.environ['NONE']\n");
    });
    BOOST_TEST(info.message == "KeyError: 'NONE'");
    BOOST_TEST(project.variables.size() == 1U);
}

BOOST_AUTO_TEST_CASE(files_of_the_project_are_read) {
    memory_project project;
    project.files = {{"/app/__init__.py", ""}, {"/app/a.sql", "SELECT 1;\r\nSELECT 2;\n"}};
    BOOST_TEST(
        project.result_of("from pathlib import Path\n"
                          "import importlib.resources, os.path\n"
                          "with open('/app/a.sql') as f:\n"
                          "    lines = [line.strip() for line in f]\n"
                          "result = [lines, Path('/app/a.sql').read_text() == open('/app/a.sql', 'r').read(),\n"
                          "          importlib.resources.read_text('app', 'a.sql')[:6], os.path.exists('/app/b.sql'),\n"
                          "          importlib.resources.files('app').joinpath('a.sql').read_text()[-2:],\n"
                          "          open('/app/a.sql', 'rb').read()[:10]]\n"
        ) == R"([['SELECT 1;', 'SELECT 2;'], True, 'SELECT', False, ';\n', b'SELECT 1;\r'])"
    );
    auto const info = alembicore::test::require_error(errc::python_exception, [&] {
        return project.result_of("open('/app/none.sql')\n");
    });
    BOOST_TEST(info.message == "FileNotFoundError: [Errno 2] No such file or directory: '/app/none.sql'");
    alembicore::test::require_error(errc::not_evaluable, [&] {
        return project.result_of("open('/app/a.sql', 'w')\n");
    });
}

BOOST_AUTO_TEST_CASE(codecs_opens_files_of_utf_8) {
    memory_project project;
    project.files = {{"/rows.csv", "a;b\nc;d\n"}, {"/old.csv", "a\r\n"}};
    BOOST_TEST(
        project.result_of("import codecs\nwith codecs.open('/rows.csv', encoding='UTF-8') as f:\n"
                          "    result = [line.strip().split(';') for line in f]\n") == "[['a', 'b'], ['c', 'd']]"
    );
    for (auto const* call :
         {"codecs.open('/old.csv', encoding='utf-8')",
          "codecs.open('/rows.csv', encoding='latin-1')",
          "codecs.open('/rows.csv', 'w', encoding='utf-8')"})
        alembicore::test::require_error(errc::not_evaluable, [&] {
            return project.result_of("import codecs\n" + std::string{"result = "} + call + "\n");
        });
}

BOOST_AUTO_TEST_CASE(a_name_that_a_function_rebinds_is_what_the_application_made_of_it) {
    memory_project project;
    project.files = {
        {"/app/__init__.py", "from .config import db, start\n"},
        {"/app/config.py",
         "db = None\n"
         "made = None\n"
         "count = 0\n"
         "loaded = None\n"
         "table = {}\n"
         "def start():\n"
         "    global db\n"
         "    db = 'started'\n"
         "def current():\n"
         "    return db\n"
         "def make():\n"
         "    global made\n"
         "    if made is None:\n"
         "        made = [1]\n"
         "    return made\n"
         "def next():\n"
         "    global count, table\n"
         "    count += 1\n"
         "    table['n'] = count\n"
         "    return count\n"
         "def load():\n"
         "    global loaded, late\n"
         "    loaded = 'settings'\n"
         "    late = 1\n"
         "load()\n"},
        {"/app/unfinished.py", "def later():\n    global late\n    late = 1\n"},
    };
    auto const refused = [&](std::string source) {
        return alembicore::test::require_error(errc::not_evaluable, [&] {
            return project.result_of(std::move(source));
        });
    };
    auto const info = refused("from app import db\nresult = db.engine.name == 'x'\n");
    BOOST_TEST(info.message == "what 'db' holds depends on whether start() has been called");
    BOOST_TEST(info.place.value().file == "/app/config.py");
    BOOST_TEST(info.place.value().line == 6U);
    refused("import app.config\nresult = app.config.db is None\n");
    refused("from app.config import current\nresult = current() is None\n");
    refused("from app.config import next\nresult = next()\n");
    refused("from app.unfinished import late\nresult = late == 1\n");
    BOOST_TEST(project.result_of("from app.config import *\nresult = loaded, late, table\n") == "('settings', 1, {})");
    BOOST_TEST(project.result_of("from app.config import make\nresult = make(), make() is make()\n") == "([1], True)");
    BOOST_TEST(
        project.result_of("import app.config as c\nc.start()\nresult = c.db, c.current()\n") == "('started', 'started')"
    );
}

BOOST_AUTO_TEST_CASE(arguments_that_env_py_would_give_are_refused) {
    evaluation run{
        parse_module("a.py", "def upgrade(engine_name):\n    pass\ndef downgrade(engine_name='x', *args):\n    pass\n"),
        test::standard_library(),
        {},
    };
    run.run_module();
    auto const info =
        alembicore::test::require_error(errc::not_evaluable, [&] { return run.call_function("upgrade"); });
    BOOST_TEST(info.message == "upgrade() needs 'engine_name', which env.py gives it when it runs");
    BOOST_TEST(info.place.value().line == 1U);
    run.call_function("downgrade");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::python
