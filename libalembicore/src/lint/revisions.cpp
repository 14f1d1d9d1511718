#include "lint/revisions.hpp"

#include "lint/read_source.hpp"
#include "lint/view.hpp"
#include "project/body.hpp"
#include "project/implementation.hpp"
#include "project/share_work.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

namespace alembicore::lint {

namespace {

namespace fs = std::filesystem;

/// Which dotted names are modules of the application, rather than of the folder of revisions or of an installed
/// package.
class application_modules {
public:
    explicit application_modules(project const& of)
        : files_{of.settings(), of.internals().request.environment}, revisions_{of.settings().script_location} {}

    bool operator()(std::string const& dotted) {
        auto const [known, is_new] = answers_.try_emplace(dotted, false);
        if (is_new)
            known->second = look_up(dotted);
        return known->second;
    }

private:
    [[nodiscard]] bool look_up(std::string dotted) const {
        if (dotted.empty())
            return false;
        std::ranges::replace(dotted, '.', '/');
        for (auto const& folder : files_.module_path())
            for (auto const& file : {folder / (dotted + ".py"), folder / dotted / "__init__.py"}) {
                std::error_code unknown;
                if (fs::is_regular_file(file, unknown))
                    return !is_of_revisions(file);
            }
        return false;
    }

    [[nodiscard]] bool is_of_revisions(fs::path const& file) const {
        auto const relative = file.lexically_normal().lexically_relative(revisions_.lexically_normal());
        return !relative.empty() && relative.begin()->string() != "..";
    }

    project_files::access files_;
    fs::path revisions_;
    std::map<std::string, bool> answers_;
};

origin origin_of(operation::any_operation const& made) {
    if (auto const* type = std::get_if<operation::create_type>(&made))
        return type->check_first == operation::presence::optional ? origin::when_missing : origin::directive;
    return std::holds_alternative<operation::execute>(made) ? origin::written : origin::directive;
}

/// Reads revisions, one after the other.
class reader {
public:
    reader(project const& of, options const& how)
        : evaluator_{of.settings(), of.internals().request, sqlalchemy::statement_target::server}, application_{of},
          transactions_{how.transactions.value_or(of.settings().transactions)} {}

    read_revision read(revision_request const& wanted) {
        read_revision made;
        made.from = wanted.wanted;
        made.how = wanted.how;
        made.upgrade = view(wanted, sqlalchemy::revision_function::upgrade);
        if (wanted.how == reading::known)
            return made;
        made.downgrade = view(wanted, sqlalchemy::revision_function::downgrade);
        try {
            auto const& module = evaluator_.syntax_of(wanted.wanted->path);
            made.source = read_source(*module, [this](std::string const& name) { return application_(name); });
            made.text = module->text();
        } catch (error const&) {
            // What is wrong with the file is the refusal of its views.
        }
        return made;
    }

private:
    revision_view view(revision_request const& wanted, sqlalchemy::revision_function called) {
        view_request request{
            .id = wanted.wanted->id,
            .path = wanted.wanted->path,
            .direction = called == sqlalchemy::revision_function::upgrade ? direction::upgrade : direction::downgrade,
            .transactions = transactions_,
            .depth = wanted.how == reading::known ? depth::schema : depth::all};
        try {
            std::vector<sent_statement> sent;
            sql::compiler compiler{sql::audience::server()};
            for (auto const& operation : evaluator_.evaluate(wanted.wanted->path, called))
                for (auto& statement : compiler.render(operation))
                    sent.push_back({std::move(statement), origin_of(operation)});
            return view_of(request, sent);
        } catch (error const& refusal) {
            if (refusal.code() == errc::not_available)
                throw;
            revision_view refused{.id = request.id, .path = request.path, .direction = request.direction};
            refused.refusal = refusal.info();
            return refused;
        }
    }

    project_body::evaluator evaluator_;
    application_modules application_;
    transaction_mode transactions_;
};

} // namespace

std::vector<read_revision>
read_revisions(project const& opened, std::vector<revision_request> const& wanted, options const& how) {
    std::vector<read_revision> made(wanted.size());
    project_body::share_work(wanted.size(), [&](project_body::work_source const& next) {
        reader reading{opened, how};
        while (auto const at = next()) {
            if (how.stop.stop_requested())
                throw error{errc::cancelled, "stopped by request"};
            made[*at] = reading.read(wanted[*at]);
        }
    });
    return made;
}

} // namespace alembicore::lint
