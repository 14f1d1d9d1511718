#include "script/new_revision.hpp"

#include "base/file.hpp"
#include "script/directory.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <set>

namespace alembicore::script {

namespace {

constexpr instant some_day{std::chrono::microseconds{1'719'829'230'000'123}};

constexpr std::string_view usual_template = "\"\"\"${message}\n\"\"\"\n"
                                            "revision = ${repr(up_revision)}\n"
                                            "down_revision = ${repr(down_revision)}\n"
                                            "branch_labels = ${repr(branch_labels)}\n"
                                            "depends_on = ${repr(depends_on)}\n";

/// A project with the revisions a1 <- b1, a1 <- b2 (label `other`), on disk.
class sample {
public:
    explicit sample(std::string_view text = usual_template) {
        folder_.write("script.py.mako", text);
        add("versions", "a1", "None", "None");
        add("versions", "b1", "'a1'", "None");
        add("second", "b2", "'a1'", "'other'");
        project_.script_location = folder_.path();
        project_.version_locations = {folder_.path() / "versions"};
        project_.timezone = "UTC";
    }

    void use_second_location() { project_.version_locations.push_back(folder_.path() / "second"); }

    [[nodiscard]] planned_revision plan(revision_request const& request) const {
        return plan_revision(project_, graph(), request, {}, some_day);
    }

    [[nodiscard]] revision_graph graph() const {
        return revision_graph{
            load_revisions({.locations = {folder_.path() / "versions", folder_.path() / "second"}}).revisions};
    }

    [[nodiscard]] settings& project() { return project_; }

    [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }

private:
    void add(std::string const& folder, std::string const& id, std::string const& down, std::string const& labels) {
        folder_.write(
            folder + "/" + id + ".py",
            "revision = '" + id + "'\ndown_revision = " + down + "\nbranch_labels = " + labels + "\n"
        );
    }

    test::temporary_folder folder_;
    settings project_;
};

revision_request request_of(std::string id, std::vector<std::string> parents) {
    revision_request request;
    request.id = std::move(id);
    request.message = "add users";
    request.parents = std::move(parents);
    return request;
}

} // namespace

BOOST_AUTO_TEST_SUITE(new_revision)

BOOST_AUTO_TEST_CASE(a_revision_is_planned_from_the_template_and_written) {
    sample const project;
    auto const planned = project.plan(request_of("c1", {"b1"}));
    BOOST_TEST(planned.file == project.path() / "versions/c1_add_users.py");
    BOOST_TEST(
        planned.content ==
        "\"\"\"add users\n\"\"\"\nrevision = 'c1'\ndown_revision = 'b1'\nbranch_labels = None\ndepends_on = None\n"
    );
    BOOST_TEST(!std::filesystem::exists(planned.file));
    write_revision(planned);
    BOOST_TEST(base::read_file(planned.file) == planned.content);
}

BOOST_AUTO_TEST_CASE(without_a_message_the_text_says_so_and_the_name_does_not) {
    sample const project;
    auto request = request_of("c1", {"b1"});
    request.message.clear();
    auto const planned = project.plan(request);
    BOOST_TEST(planned.content.starts_with("\"\"\"empty message\n"));
    BOOST_TEST(planned.file.filename() == "c1_.py");
}

BOOST_AUTO_TEST_CASE(a_merge_names_all_its_parents) {
    sample const project;
    auto request = request_of("m", {"b1", "b2"});
    request.branch_labels = {"joined"};
    request.depends_on = {"a1"};
    auto const content = project.plan(request).content;
    BOOST_TEST(content.find("down_revision = ('b1', 'b2')\n") != std::string::npos);
    BOOST_TEST(content.find("branch_labels = ('joined',)\n") != std::string::npos);
    BOOST_TEST(content.find("depends_on = 'a1'\n") != std::string::npos);
    BOOST_TEST(project.plan(request_of("m", {"heads"})).content == project.plan(request_of("m", {"b1", "b2"})).content);
}

BOOST_AUTO_TEST_CASE(a_new_root_has_no_parent) {
    sample const project;
    BOOST_TEST(project.plan(request_of("r", {"base"})).content.find("down_revision = None\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(dependencies_keep_labels_and_complete_ids) {
    sample const project;
    auto request = request_of("c1", {"b1"});
    request.depends_on = {"other"};
    BOOST_TEST(project.plan(request).content.find("depends_on = 'other'\n") != std::string::npos);
    request.depends_on = {"b2", "a1"};
    BOOST_TEST(project.plan(request).content.find("depends_on = ['b2', 'a1']\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_file_goes_beside_its_parent_or_where_it_is_told) {
    sample project;
    project.use_second_location();
    BOOST_TEST(project.plan(request_of("c", {"b2"})).file == project.path() / "second/c_add_users.py");
    BOOST_TEST(project.plan(request_of("c", {"b1"})).file == project.path() / "versions/c_add_users.py");
    auto request = request_of("c", {"b1"});
    request.version_path = project.path() / "second";
    BOOST_TEST(project.plan(request).file == project.path() / "second/c_add_users.py");
    request.version_path = project.path() / "third";
    test::require_error(errc::bad_usage, [&] { return project.plan(request); });
    test::require_error(errc::bad_usage, [&] { return project.plan(request_of("r", {"base"})); });
}

BOOST_AUTO_TEST_CASE(what_would_damage_the_project_is_refused) {
    auto const labelled = [](std::vector<std::string> labels) {
        auto request = request_of("c1", {"b1"});
        request.branch_labels = std::move(labels);
        return request;
    };

    struct {
        char const* name;
        revision_request request;
        errc code;
    } const cases[] = {
        {"an id that is there", request_of("a1", {"b1"}), errc::duplicate_revision},
        {"an id that is a label", request_of("other", {"b1"}), errc::duplicate_revision},
        {"an illegal character", request_of("c-1", {"b1"}), errc::bad_revision_id},
        {"a long id", request_of("c2345678901234567890123456789012x", {"b1"}), errc::bad_revision_id},
        {"a word of targets", request_of("head", {"b1"}), errc::bad_revision_id},
        {"a parent that is no head", request_of("c1", {"a1"}), errc::bad_target},
        {"several heads", request_of("c1", {"head"}), errc::multiple_heads},
        {"the same parent twice", request_of("c1", {"b1", "b1"}), errc::bad_usage},
        {"an unknown parent", request_of("c1", {"zz"}), errc::unknown_revision},
        {"a label that is there", labelled({"other"}), errc::duplicate_label},
        {"a label that is an id", labelled({"b2"}), errc::duplicate_label},
        {"a label twice", labelled({"x", "x"}), errc::duplicate_label},
        {"a label for targets", labelled({"a@b"}), errc::bad_usage},
    };

    sample const project;
    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.name) test::require_error(c.code, [&] { return project.plan(c.request); });
}

BOOST_AUTO_TEST_CASE(a_splice_may_stand_on_any_revision) {
    sample const project;
    auto request = request_of("c1", {"a1"});
    request.parents_must_be = parents_are::any_revisions;
    BOOST_TEST(project.plan(request).content.find("down_revision = 'a1'\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_template_that_loses_something_is_refused) {
    sample const project{
        "\"\"\"${message}\"\"\"\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n"};
    auto request = request_of("c1", {"b1"});
    BOOST_TEST(project.plan(request).id == "c1");
    request.branch_labels = {"x"};
    test::require_error(errc::bad_revision_file, [&] { return project.plan(request); });
    request.branch_labels = {};
    request.message = "three \"\"\" quotes";
    test::require_error(errc::bad_revision_file, [&] { return project.plan(request); });
}

BOOST_AUTO_TEST_CASE(settings_that_need_python_or_another_encoding_are_refused) {
    sample project;
    project.project().output_encoding = "cp1251";
    BOOST_TEST(project.plan(request_of("c1", {"b1"})).id == "c1");
    auto request = request_of("c1", {"b1"});
    request.message = "\xC3\xA9";
    test::require_error(errc::bad_configuration, [&] { return project.plan(request); });
    project.project().revision_environment = true;
    test::require_error(errc::not_available, [&] { return project.plan(request_of("c1", {"b1"})); });
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_is_not_touched) {
    sample const project;
    auto const file = project.path() / "versions/c1_add_users.py";
    base::write_new_file(file, "#");
    test::require_error(errc::file_exists, [&] { return project.plan(request_of("c1", {"b1"})); });
    BOOST_TEST(base::read_file(file) == "#");
}

BOOST_AUTO_TEST_CASE(ids_are_twelve_random_digits) {
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) {
        std::string const id = random_revision_id();
        BOOST_TEST(id.size() == 12U);
        BOOST_TEST(id.find_first_not_of("0123456789abcdef") == std::string::npos);
        ids.insert(id);
    }
    BOOST_TEST(ids.size() == 100U);
    sample const project;
    BOOST_TEST(project.plan(request_of({}, {"b1"})).id.size() == 12U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
