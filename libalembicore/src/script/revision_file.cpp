#include "script/revision_file.hpp"

#include "base/file.hpp"
#include "base/place.hpp"
#include "script/source.hpp"
#include "script/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace alembicore::script {

namespace {

diagnostic to_diagnostic(error_info const& info) {
    diagnostic finding;
    finding.code = info.code;
    finding.message = info.message;
    if (!info.reason.empty())
        finding.message += ": " + info.reason;
    finding.remedy = info.remedy;
    finding.place = info.place;
    return finding;
}

/// Turns a header into a revision, collecting what is wrong with it.
class revision_builder {
public:
    revision_builder(std::string file, std::string const& source, header read)
        : source_(source), read_(std::move(read)) {
        made_.path = std::move(file);
    }

    revision build() {
        take_id();
        if (is_revision())
            take_parents();
        made_.branch_labels = optional_names(attribute::branch_labels);
        made_.depends_on = optional_names(attribute::depends_on);
        if (read_.docstring)
            made_.doc = stripped(*read_.docstring);
        for (diagnostic& finding : made_.diagnostics)
            finding.revision = made_.id;
        return std::move(made_);
    }

private:
    using kind = attribute_value::kind;

    /// A module that declares neither is something else that lies among the revisions.
    [[nodiscard]] bool is_revision() const {
        return !made_.id.empty() || read_[attribute::revision].holds != kind::absent;
    }

    void take_id() {
        attribute_value& value = read_[attribute::revision];
        if (value.holds == kind::absent)
            return take_id_from_file_name();
        if (value.holds != kind::text)
            return report_unusable(attribute::revision, "a string");
        made_.id = std::move(value.texts.front());
        check_id(value);
    }

    /// The oldest Alembic kept the identifier in the file's name only; today's still reads such files.
    void take_id_from_file_name() {
        std::string const name = std::filesystem::path{made_.path}.stem().string();
        if (!name.empty() && name.find_first_not_of("0123456789abcdef") == std::string::npos) {
            made_.id = name;
            return;
        }
        report(
            errc::bad_revision_file,
            "the file does not declare a revision",
            "add revision = '…' and down_revision, or move the file out of the versions folder: every .py file there "
            "must be a revision"
        );
    }

    void check_id(attribute_value const& value) {
        if (made_.id.empty())
            return report(errc::bad_revision_id, "revision is an empty string", "give it an identifier", value);
        if (auto const at = made_.id.find_first_of(illegal_id_characters); at != std::string::npos)
            return report(
                errc::bad_revision_id,
                std::string{"the revision id '"} + made_.id + "' contains '" + made_.id[at] + "', which targets use",
                "use letters, digits and underscores, and change the revisions that name it too",
                value
            );
        if (length_in_characters(made_.id) > longest_revision_id)
            report(
                errc::bad_revision_id,
                "the revision id '" + made_.id + "' is longer than the 32 characters of alembic_version.version_num",
                "shorten it before it is applied anywhere, or widen that column",
                value,
                severity::warning
            );
    }

    void take_parents() {
        attribute_value& value = read_[attribute::down_revision];
        if (value.holds == kind::absent)
            return report(
                errc::bad_revision_file,
                "the file does not declare down_revision",
                "add down_revision = None for a first revision, or the id of its parent"
            );
        made_.down_revisions = names_of(attribute::down_revision);
    }

    std::vector<std::string> optional_names(attribute name) {
        return read_[name].holds == kind::absent ? std::vector<std::string>{} : names_of(name);
    }

    std::vector<std::string> names_of(attribute name) {
        attribute_value& value = read_[name];
        if (value.holds == kind::other || value.holds == kind::unknown) {
            report_unusable(name, "None, a string or a tuple of strings");
            return {};
        }
        if (std::ranges::find(value.texts, std::string{}) != value.texts.end())
            report(
                errc::bad_revision_file,
                std::string{name_of(name)} + " holds an empty string",
                "write None where there is nothing",
                value
            );
        return std::move(value.texts);
    }

    void report_unusable(attribute name, std::string const& expected) {
        attribute_value const& value = read_[name];
        std::string const shown{name_of(name)};
        if (value.holds == kind::unknown)
            return report(
                errc::decided_at_run_time,
                shown + " is decided at run time: " + value.reason,
                "assign a literal to " + shown,
                value
            );
        std::string const found = value.holds == kind::none   ? "None"
                                  : value.holds == kind::list ? "a list"
                                                              : value.reason;
        report(errc::bad_revision_file, shown + " is " + found, "make it " + expected, value);
    }

    void report(errc code, std::string message, std::string remedy) {
        add(code, std::move(message), std::move(remedy), severity::error).place =
            source_place{.file = made_.path, .line = 0, .column = 0, .excerpt = {}};
    }

    void report(
        errc code,
        std::string message,
        std::string remedy,
        attribute_value const& value,
        severity level = severity::error
    ) {
        add(code, std::move(message), std::move(remedy), level).place =
            base::place_at(made_.path, source_, value.offset);
    }

    diagnostic& add(errc code, std::string message, std::string remedy, severity level) {
        diagnostic& finding = made_.diagnostics.emplace_back();
        finding.severity = level;
        finding.code = code;
        finding.message = std::move(message);
        finding.remedy = std::move(remedy);
        return finding;
    }

    std::string const& source_;
    header read_;
    revision made_;
};

template <typename Read>
revision unless_broken(std::string const& file, Read const& read) {
    try {
        return read();
    } catch (error const& problem) {
        revision broken;
        broken.path = file;
        broken.diagnostics.push_back(to_diagnostic(problem.info()));
        return broken;
    }
}

/// Where the top-level statement begins that a line, from 1, belongs to.
std::size_t begin_of_statement(std::string_view source, unsigned line) {
    std::size_t begin = 0;
    std::size_t at = 0;
    for (unsigned number = 1; at < source.size() && number <= line; ++number) {
        if (std::string_view{" \t\f\n#)]}"}.find(source[at]) == std::string_view::npos)
            begin = at;
        at = std::min(source.find('\n', at), source.size() - 1) + 1;
    }
    return begin;
}

/// A file that is no Python further down has its place in the history all the same, if its header is whole.
std::optional<revision> revision_above(std::string const& file, std::string const& source, error_info const& fault) {
    if (fault.code != errc::syntax_error || !fault.place || fault.place->line == 0)
        return std::nullopt;
    std::string const above = source.substr(0, begin_of_statement(source, fault.place->line));
    try {
        auto read = parse_header(file, above);
        if (read[attribute::revision].holds != attribute_value::kind::text ||
            read[attribute::down_revision].holds == attribute_value::kind::absent)
            return std::nullopt;
        auto known = revision_builder{file, above, std::move(read)}.build();
        known.diagnostics.push_back(to_diagnostic(fault));
        known.diagnostics.back().revision = known.id;
        return known;
    } catch (error const&) {
        return std::nullopt;
    }
}

} // namespace

revision load_revision(std::filesystem::path const& file) {
    std::string const name = file.string();
    return unless_broken(name, [&] { return parse_revision(name, base::read_file(file)); });
}

revision load_revision(std::string const& file, base::folder_reader& folders) {
    return unless_broken(file, [&] { return parse_revision(file, folders.read(file)); });
}

revision parse_revision(std::string file, std::string bytes) {
    return unless_broken(file, [&] {
        std::string const source = decode_source(std::move(bytes), file);
        try {
            return revision_builder{file, source, parse_header(file, source)}.build();
        } catch (error const& fault) {
            if (auto known = revision_above(file, source, fault.info()))
                return std::move(*known);
            throw;
        }
    });
}

header parse_header(std::string const& file, std::string const& source) {
    if (auto plain = scan_header(source))
        return std::move(*plain);
    return read_header(file, source);
}

} // namespace alembicore::script
