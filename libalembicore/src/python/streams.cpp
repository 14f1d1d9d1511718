// open() and io.StringIO: text that is read (and, in memory, written) piece by piece.
#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/paths.hpp"
#include "python/text.hpp"

#include "base/file.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

std::vector<value> lines_of(std::string_view text) {
    std::vector<value> lines;
    while (!text.empty()) {
        auto const length = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

std::string without_carriage_returns(std::string text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r')
            result += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n')
            result += '\n';
    return result;
}

/// A file opened for reading, or a text that is built up in memory.
class text_stream final : public object {
public:
    enum class kind : std::uint8_t { text_file, binary_file, memory };

    text_stream(std::string content, kind of) : content_(std::move(content)), kind_(of) {}

    [[nodiscard]] std::string type_name() const override {
        return kind_ == kind::memory ? "StringIO" : kind_ == kind::binary_file ? "BufferedReader" : "TextIOWrapper";
    }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    void iterate(evaluation& run, item_visitor const& visit) override {
        run.iterate(value::list(lines_of(take_rest())), visit);
    }

    value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation&, raised const*) override { return false; }

    [[nodiscard]] value made(std::string text) const {
        return kind_ == kind::binary_file ? value{bytes_data{std::move(text)}} : value{std::move(text)};
    }

    std::string take_rest() { return content_.substr(std::exchange(at_, content_.size())); }

    std::string take_line() {
        auto const rest = std::string_view{content_}.substr(at_);
        auto const line = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
        at_ += line.size();
        return std::string{line};
    }

    void write(evaluation& run, std::string_view text) {
        if (kind_ != kind::memory)
            refuse("writing to");
        if (at_ != content_.size())
            refuse("writing in the middle of");
        run.charge_memory(text.size());
        content_ += text;
        at_ = content_.size();
    }

    void rewind() noexcept { at_ = 0; }

    [[nodiscard]] std::string const& content() const noexcept { return content_; }

    [[nodiscard]] kind which() const noexcept { return kind_; }

private:
    std::string content_;
    kind kind_;
    std::size_t at_ = 0;
};

text_stream& stream_of(value const& self) {
    return static_cast<text_stream&>(*self.as_object());
}

value write(evaluation& run, value const& self, given_type given) {
    auto const text = given.text("text");
    stream_of(self).write(run, text);
    return code_points_of(text);
}

value seek(evaluation&, value const& self, given_type given) {
    if (given.integer("position") != 0 || given.integer("whence") != 0)
        throw given.refusal("position", "only going back to the start is evaluated");
    stream_of(self).rewind();
    return 0;
}

method_table const& stream_methods() {
    static method_table const once{
        {"read()",
         [](evaluation&, value const& self, given_type) { return stream_of(self).made(stream_of(self).take_rest()); }},
        {"readline()",
         [](evaluation&, value const& self, given_type) { return stream_of(self).made(stream_of(self).take_line()); }},
        {"readlines()",
         [](evaluation& run, value const& self, given_type) {
             std::vector<value> lines;
             run.iterate(self, [&](value const& line) {
                 lines.push_back(line);
                 return true;
             });
             return value::list(std::move(lines));
         }},
        {"close()", [](evaluation&, value const&, given_type) { return value{}; }},
        {"flush()", [](evaluation&, value const&, given_type) { return value{}; }},
        {"seek(position, whence=0, /)", seek},
        {"write(text, /)", write},
    };
    return once;
}

std::optional<value> text_stream::attribute(evaluation&, std::string_view name) {
    if (auto const* found = stream_methods().find(name))
        return bind_method(shared_from_this(), *found);
    if (name == "getvalue" && kind_ == kind::memory)
        return make_function(
            "getvalue()",
            [self = shared_from_this()](evaluation&, given_type) -> value {
                return static_cast<text_stream const&>(*self).content();
            },
            effect::none
        );
    refuse("attribute '" + std::string{name} + "' of");
}

value open_builtin(evaluation& run, given_type given) {
    auto const file = path_text(given["file"]);
    if (!file)
        throw type_error("expected str, bytes or os.PathLike object, not " + type_name_of(given["file"]));
    return open_project_file(run, *file, given.text("mode"));
}

/// codecs.open(…, encoding='utf-8'): text whose line ends are those of the file.
value open_with_codec(evaluation& run, given_type given) {
    auto const mode = given.text("mode");
    if (given["encoding"].is_none())
        return open_project_file(run, given.text("filename"), mode);
    auto encoding = given.text("encoding");
    std::ranges::transform(encoding, encoding.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    if ((mode != "r" && mode != "rb") || (encoding != "utf-8" && encoding != "utf8"))
        throw given.refusal("mode", "only reading of UTF-8 is evaluated");
    auto content = read_project_bytes(run, given.text("filename"));
    if (base::find_invalid_utf8(content) != std::string::npos || content.find('\r') != std::string::npos)
        throw given.refusal("filename", "not UTF-8 with plain line ends");
    return std::make_shared<text_stream>(std::move(content), text_stream::kind::text_file);
}

} // namespace

project_access& project_of(evaluation& run, std::string_view what) {
    auto* const project = run.internals().options().project;
    if (project == nullptr)
        throw not_evaluable(std::string{what} + " is not possible here");
    return *project;
}

std::string read_project_bytes(evaluation& run, std::string const& file) {
    auto content = project_of(run, "reading the file '" + file + "'").read_file(file);
    if (!content)
        throw python_error("FileNotFoundError", "[Errno 2] No such file or directory: '" + file + "'");
    run.charge_memory(content->size());
    return *std::move(content);
}

std::string read_project_text(evaluation& run, std::string const& file) {
    auto content = read_project_bytes(run, file);
    if (base::find_invalid_utf8(content) != std::string::npos)
        throw not_evaluable("the file '" + file + "' is not UTF-8");
    return without_carriage_returns(std::move(content));
}

value open_project_file(evaluation& run, std::string const& file, std::string const& mode) {
    if (mode == "rb")
        return std::make_shared<text_stream>(read_project_bytes(run, file), text_stream::kind::binary_file);
    if (mode != "r" && mode != "rt")
        throw not_evaluable("open(): mode: '" + mode + "': files are only read", "a migration cannot write files here");
    return std::make_shared<text_stream>(read_project_text(run, file), text_stream::kind::text_file);
}

value make_text_stream(std::string content) {
    return std::make_shared<text_stream>(std::move(content), text_stream::kind::memory);
}

void add_streams(module_registry& registry) {
    registry.module("codecs").function(
        "open(filename, mode='r', encoding=None, errors='strict', buffering=-1)", open_with_codec, effect::none
    );
    registry.module("io").function(
        "StringIO(initial_value='', newline='\\n')",
        [](evaluation&, given_type given) { return make_text_stream(given.text("initial_value")); },
        effect::none
    );
}

void declare_files(module_object& builtins) {
    builtins.function(
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        open_builtin,
        effect::none
    );
}

} // namespace alembicore::python
