using Containerize.Layering;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layering;

public sealed class FrontEndFilesTests
{
    private static readonly FrontEndFiles Files = new("Shop", ["Shop.Client", "Shop.Shared", "Acme.Ui"]);

    [Theory]
    [InlineData("lib/bootstrap/dist/css/bootstrap.min.css", "Vendor")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css", "Vendor")]
    [InlineData("_framework/blazor.web.js", "Vendor")]
    [InlineData("_framework/blazor.web.js.br", "Vendor")]
    [InlineData("_framework/dotnet.native.abcdefghij.wasm", "Vendor")]
    [InlineData("_framework/dotnet.runtime.abcdefghij.js", "Vendor")]
    [InlineData("_framework/System.Text.Json.abcdefghij.wasm.gz", "Vendor")]
    // Packages of the client, and another's assembly whose name begins as one of ours.
    [InlineData("_framework/MudBlazor.abcdefghij.wasm", "Vendor")]
    [InlineData("_framework/ShopWorks.abcdefghij.wasm", "Vendor")]
    [InlineData("_content/Acme.Ui/ui.css", "Content")]
    [InlineData("_content/acme.ui/ui.css", "Content")]
    [InlineData("css/site.css", "Content")]
    [InlineData("libs/mine.js", "Content")]
    [InlineData("js/lib/mine.js", "Content")]
    [InlineData("_framework/Shop.Client.abcdefghij.wasm", "Project")]
    [InlineData("_framework/Shop.Client.abcdefghij.wasm.br", "Project")]
    [InlineData("_framework/Shop.Shared.pdb", "Project")]
    [InlineData("_framework/de/Shop.Client.resources.abcdefghij.wasm", "Project")]
    [InlineData("_framework/Shop.wasm", "App")]
    [InlineData("_framework/dotnet.abcdefghij.js", "App")]
    [InlineData("_framework/dotnet.js.gz", "App")]
    [InlineData("_framework/blazor.boot.json", "App")]
    public void A_file_is_of_who_changes_it(string path, string origin) => Files.OriginOf(path).GetType().Name.ShouldBe(origin);
}
