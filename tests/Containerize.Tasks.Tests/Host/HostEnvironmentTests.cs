using Containerize.Host;
using Containerize.Registries;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Host;

public sealed class HostEnvironmentTests
{
    [Fact]
    public void An_empty_variable_is_one_that_is_not_set()
    {
        var host = new HostEnvironment(name => name == "EMPTY" ? string.Empty : null, "/home/me");

        host["EMPTY"].ShouldBeNull();
        host["MISSING"].ShouldBeNull();
    }

    [Fact]
    public void The_home_folder_is_the_variables_before_the_account_databases()
        => HostEnvironment.OfProcess(name => name is "HOME" or "USERPROFILE" ? "/some/where" : null).HomeDirectory.ShouldBe("/some/where");

    [Fact]
    public void The_version_is_without_the_commit() => ProductVersion.Value.ShouldMatch("^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$");
}
