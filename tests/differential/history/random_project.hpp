// Random projects and questions about them.
#pragma once

#include <alembicore/revision.hpp>

#include <random>
#include <string>
#include <vector>

namespace alembicore::test {

/// What is asked about a graph.
struct question {
    enum class kind { upgrade, downgrade, stamp, history, resolve, resolve_one, current };

    kind ask = kind::upgrade;
    std::string target;               ///< upgrade, downgrade; the identifier to resolve; the lower end of a history
    std::string upper;                ///< of a history
    std::vector<std::string> targets; ///< of a stamp
    std::vector<std::string> rows;
};

/// Makes projects that use everything the format allows: branches, merges, several roots, labels, dependencies by id
/// and by label, and ids of all kinds. One in twenty is unusable.
class random_project {
public:
    explicit random_project(std::mt19937_64& random) : random_(random) {}

    [[nodiscard]] std::vector<revision> make_revisions();

    /// About the revisions made last.
    [[nodiscard]] question make_question();

private:
    [[nodiscard]] std::size_t below(std::size_t limit);
    [[nodiscard]] bool chance(unsigned percent);

    template <typename T>
    T const& one_of(std::vector<T> const& choices) {
        return choices[below(choices.size())];
    }

    [[nodiscard]] std::string new_id(std::size_t style);
    [[nodiscard]] revision make_revision(std::size_t style);
    void spoil();

    [[nodiscard]] std::string word();
    [[nodiscard]] std::string branch();
    [[nodiscard]] std::string steps(std::string const& usual, std::string const& other);
    [[nodiscard]] std::string identifier(std::string const& usual, std::string const& other);
    [[nodiscard]] std::string ancestor_of(std::string const& id);
    [[nodiscard]] std::vector<std::string> rows();

    std::mt19937_64& random_;
    std::vector<revision> revisions_; ///< ancestors first
    std::vector<std::string> labels_;
};

} // namespace alembicore::test
