using Containerize.Diagnostics;
using Containerize.Tasks;
using Containerize.TestKit;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>What MSBuild is told of a warning or an error.</summary>
public sealed class BuildLogTests
{
    private readonly RecordingEngine engine = new();

    [RanInto("no way to a page", "an error of the package as a gallery has it", "a help link to the code's page, if whoever packed it said where the pages are")]
    [Fact]
    public void An_error_and_a_warning_carry_the_address_of_their_page_where_it_is_known()
    {
        var log = Log("https://git.example.com/acme/containerize/blob/HEAD/docs/errors/");

        log.Fail(ErrorCodes.InvalidTag, "no");
        log.Warn(ErrorCodes.CacheUnusable, "well");

        engine.Errors.ShouldHaveSingleItem().HelpLink.ShouldBe("https://git.example.com/acme/containerize/blob/HEAD/docs/errors/CTZ1103.md");
        engine.Warnings.ShouldHaveSingleItem().HelpLink.ShouldBe("https://git.example.com/acme/containerize/blob/HEAD/docs/errors/CTZ5004.md");
    }

    [Fact]
    public void Where_no_address_is_known_there_is_no_link()
    {
        Log(errorPages: null).Fail(ErrorCodes.InvalidTag, "no");

        var error = engine.Errors.ShouldHaveSingleItem();
        error.HelpLink.ShouldBeNull();
        error.Code.ShouldBe("CTZ1103");
        error.File.ShouldBe("/src/Shop/Shop.csproj");
    }

    private BuildLog Log(string? errorPages) => new(new TaskLoggingHelper(engine, "Test"), "/src/Shop/Shop.csproj", errorPages);
}
