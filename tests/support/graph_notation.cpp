#include "support/graph_notation.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace alembicore::test {

namespace {

class notation_reader {
public:
    explicit notation_reader(std::string_view text) : rest_(text) {}

    std::vector<revision> read() {
        while (!at_end()) {
            read_chain();
            take(";");
        }
        std::erase_if(revisions_, [](revision const& each) { return each.ghost; });
        return revisions_;
    }

private:
    void read_chain() {
        std::string below = read_node();
        while (true) {
            bool const is_parent = take("->");
            if (!is_parent && !take("~>"))
                return;
            std::string above = read_node();
            revision& child = named(above);
            (is_parent ? child.down_revisions : child.depends_on).push_back(below);
            below = std::move(above);
        }
    }

    /// What is only depended on may be a label: it does not become a revision here.
    std::string read_node() {
        bool const ghost = take("?");
        std::string name = read_word();
        std::vector<std::string> labels;
        if (take("["))
            do
                labels.push_back(read_word());
            while (take(","));
        take("]");
        skip_spaces();
        if (!rest_.starts_with("~>") || !labels.empty())
            named(name).ghost = ghost;
        if (!labels.empty())
            named(name).branch_labels = std::move(labels);
        return name;
    }

    std::string read_word() {
        skip_spaces();
        std::size_t size = 0;
        while (size < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[size])) || rest_[size] == '_'))
            ++size;
        if (size == 0)
            throw std::invalid_argument("graph notation: a name is missing at '" + std::string{rest_} + '\'');
        std::string word{rest_.substr(0, size)};
        rest_.remove_prefix(size);
        return word;
    }

    revision& named(std::string const& id) {
        auto const found = std::ranges::find(revisions_, id, &revision::id);
        if (found != revisions_.end())
            return *found;
        revision& added = revisions_.emplace_back();
        added.id = id;
        added.path = id + ".py";
        added.doc = "the " + id;
        return added;
    }

    bool take(std::string_view token) {
        skip_spaces();
        if (!rest_.starts_with(token))
            return false;
        rest_.remove_prefix(token.size());
        return true;
    }

    bool at_end() {
        skip_spaces();
        return rest_.empty();
    }

    void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

    std::string_view rest_;
    std::vector<revision> revisions_;
};

} // namespace

std::vector<revision> revisions_from(std::string_view notation) {
    return notation_reader{notation}.read();
}

revision_graph graph_from(std::string_view notation) {
    return revision_graph{revisions_from(notation)};
}

std::vector<std::string> words(std::string_view text) {
    std::istringstream in{std::string{text}};
    return {std::istream_iterator<std::string>{in}, {}};
}

std::string text_of(std::vector<std::string> const& names) {
    std::string text;
    for (std::string const& name : names)
        text += (text.empty() ? "" : " ") + name;
    return text;
}

std::string text_of(plan const& decided) {
    std::string text;
    for (step const& each : decided.steps)
        text += (each.revision.empty() ? "base" : each.revision) + ' ';
    std::vector<std::string> rows = decided.heads_after;
    std::ranges::sort(rows);
    return text + "=>" + (rows.empty() ? "" : " ") + text_of(rows);
}

} // namespace alembicore::test
