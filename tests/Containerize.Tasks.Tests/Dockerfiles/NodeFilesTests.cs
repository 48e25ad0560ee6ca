using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class NodeFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void What_npm_reads_for_a_restore_is_listed()
    {
        foreach (var name in new[] { "package.json", "package-lock.json", "index.js", "node_modules/a/package.json" })
        {
            folder.Write(name, "{}");
        }

        NodeFiles.List(folder.Root).Select(Path.GetFileName).ShouldBe(["package.json", "package-lock.json"]);
    }

    [Theory]
    [InlineData("//registry.example/:_authToken=abcdef")]
    [InlineData("_auth = abcdef")]
    [InlineData("registry=https://registry.example\n//registry.example/:_password=\"abcdef\"")]
    public void A_token_in_its_settings_is_an_error_that_does_not_show_it(string settings)
    {
        folder.Write(".npmrc", settings);

        var error = Should.Throw<ContainerizeException>(() => NodeFiles.List(folder.Root));

        error.Code.ShouldBe(ErrorCodes.SecretInClear);
        error.Message.ShouldNotContain("abcdef");
    }

    [Theory]
    [InlineData("//registry.example/:_authToken=${NPM_TOKEN}")]
    [InlineData("; _authToken=abcdef")]
    [InlineData("registry=https://registry.example\n")]
    public void Settings_without_one_are_copied(string settings)
    {
        folder.Write(".npmrc", settings);

        NodeFiles.List(folder.Root).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("pnpm-lock.yaml", "pnpm")]
    [InlineData("yarn.lock", "yarn")]
    [InlineData("package-lock.json", null)]
    public void A_lock_file_says_who_restores(string file, string? program)
    {
        folder.Write(file, string.Empty);

        NodeFiles.FindOtherProgram(folder.Root).ShouldBe(program);
    }

    [Theory]
    [InlineData("apt-get install -y nodejs npm", true)]
    [InlineData("corepack enable", true)]
    [InlineData("apt-get install -y libgdiplus", false)]
    public void A_command_that_installs_node_speaks_of_it(string command, bool speaks) => NodeFiles.SpeaksOfNode(command).ShouldBe(speaks);

    public void Dispose() => folder.Dispose();
}
