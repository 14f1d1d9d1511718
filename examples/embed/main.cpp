// Upgrades the Alembic project in the working directory: the whole job in fifteen lines.
#include <alembicore/alembicore.hpp>

#include <iostream>

int main() {
    try {
        auto const project = alembicore::project::open({.environment = alembicore::process_environment()});
        auto database = alembicore::database::connect(project.database_url());
        alembicore::migrator migrator{project, database};
        auto const report = migrator.upgrade("heads");
        std::cout << report.steps_done << " revisions applied\n";
    } catch (alembicore::error const& failure) {
        std::cerr << alembicore::describe(failure.info()) << '\n';
        return 1;
    }
}
