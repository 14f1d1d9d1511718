// The body of a revision file: parsing, evaluation, SQL.
#include "input.hpp"

#include "base/file.hpp"
#include "sql/compiler.hpp"
#include "sqlalchemy/evaluate.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    auto const text = fuzz::text_of(data, size);
    if (base::find_invalid_utf8(text) != std::string::npos)
        return 0;
    return fuzz::read([&] {
        sqlalchemy::evaluation_environment environment;
        environment.limits.steps = 100'000;
        environment.limits.memory = 16U << 20U;
        sql::compiler compiler{sql::audience::server()};
        for (auto const& operation :
             sqlalchemy::evaluate_revision(text, "revision.py", sqlalchemy::revision_function::upgrade, environment))
            static_cast<void>(compiler.render(operation));
    });
}
