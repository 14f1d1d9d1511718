/* Upgrades the Alembic project in the working directory. */
#include <alembicore.h>

#include <stdio.h>

int main(void) {
    alembicore_project* project = NULL;
    alembicore_database* database = NULL;
    alembicore_error* error = NULL;
    char* report = NULL;

    if (alembicore_project_open(NULL, NULL, &project, &error) == ALEMBICORE_OK &&
        alembicore_project_connect(project, 10, &database, &error) == ALEMBICORE_OK &&
        alembicore_upgrade(project, database, "heads", NULL, NULL, &report, &error) == ALEMBICORE_OK)
        puts(report);
    else
        fprintf(stderr, "%s\n", alembicore_error_describe(error));

    int const status = error == NULL ? 0 : 1;
    alembicore_string_free(report);
    alembicore_error_free(error);
    alembicore_database_free(database);
    alembicore_project_free(project);
    return status;
}
