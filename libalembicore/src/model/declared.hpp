// The modules of a project that declare models, evaluated: classes and tables as evaluated code has them.
#pragma once

#include "project/project_files.hpp"
#include "python/evaluation.hpp"
#include "sqlalchemy/discovery.hpp"
#include "sqlalchemy/recording.hpp"

#include <alembicore/models.hpp>

#include <memory>
#include <string>
#include <vector>

namespace alembicore::model {

using metadata_list = std::vector<std::shared_ptr<sqlalchemy::metadata_value>>;

/// What a value leads to: a MetaData, several of them, or objects that have one; empty where nobody knows.
[[nodiscard]] metadata_list metadata_of(python::value const& given, python::evaluation& run);

/// Holds the evaluation: the values of the models live as long as it does.
class declarations {
public:
    /// Errors: as `models::read`.
    explicit declarations(project const& of);
    declarations(declarations const&) = delete;
    declarations& operator=(declarations const&) = delete;
    ~declarations();

    [[nodiscard]] models::origin origin() const noexcept { return origin_; }

    [[nodiscard]] std::string const& base() const noexcept { return base_; }

    [[nodiscard]] metadata_list const& metadata() const noexcept { return metadata_; }

    [[nodiscard]] sqlalchemy::discovery const& found() const noexcept { return found_; }

    [[nodiscard]] python::evaluation& run() noexcept { return *run_; }

private:
    class no_operations;

    void begin(std::string imports);
    [[nodiscard]] bool read_variable(std::string const& named);
    [[nodiscard]] bool read_environment();
    [[nodiscard]] std::string searched_imports() const;
    [[nodiscard]] bool repeats_table(sqlalchemy::metadata_value const& of) const;
    void read_search();
    void attach_late_items();
    [[nodiscard]] bool has_tables() const;

    project const& project_;
    std::unique_ptr<project_files::access> files_;
    std::unique_ptr<no_operations> operations_;
    sqlalchemy::run_facts facts_;
    std::unique_ptr<sqlalchemy::recording> host_;
    sqlalchemy::discovery found_;
    std::unique_ptr<python::evaluation> run_;
    models::origin origin_ = models::origin::search;
    std::string base_;
    metadata_list metadata_;
};

} // namespace alembicore::model
