using Containerize.Describing;
using Containerize.Layering;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class StaticSiteProvenanceTests
{
    private static readonly StaticSiteProvenance Provenance = new("Shop", ["Shop.Shared", "Catalog"]);

    [Theory]
    [InlineData("index.html")]
    [InlineData("css/app.css.br")]
    [InlineData("_content/Catalog/lib.js")]
    public void What_lies_outside_of_the_framework_is_content(string path) => Provenance.OriginOf(path).ShouldBeOfType<FileOrigin.Content>();

    [Theory]
    [InlineData("_content/Lib/lib.js")]
    [InlineData("lib/bootstrap/bootstrap.css")]
    public void What_others_wrote_for_browsers_is_a_library(string path) => Provenance.OriginOf(path).ShouldBeOfType<FileOrigin.Vendor>();

    [Theory]
    [InlineData("_framework/Shop.abcdefghij.wasm")]
    [InlineData("_framework/Shop.wasm.gz")]
    [InlineData("_framework/de/Shop.resources.abcdefghij.wasm")]
    [InlineData("_framework/dotnet.abcdefghij.js")]
    [InlineData("_framework/dotnet.js.br")]
    [InlineData("_framework/blazor.boot.json")]
    public void The_apps_assembly_and_what_lists_all_others_change_with_the_app(string path) => Provenance.OriginOf(path).ShouldBeOfType<FileOrigin.App>();

    [Theory]
    [InlineData("_framework/Catalog.abcdefghij.wasm")]
    [InlineData("_framework/Shop.Shared.abcdefghij.wasm.br")]
    public void Assemblies_of_referenced_projects_are_theirs(string path) => Provenance.OriginOf(path).ShouldBeOfType<FileOrigin.Project>();

    [Theory]
    [InlineData("_framework/dotnet.native.abcdefghij.wasm")]
    [InlineData("_framework/dotnet.runtime.abcdefghij.js")]
    [InlineData("_framework/System.Text.Json.abcdefghij.wasm")]
    [InlineData("_framework/icudt_CJK.abcdefghij.dat")]
    [InlineData("_framework/Shopping.abcdefghij.wasm")]
    public void The_rest_stays_while_the_app_changes(string path) => Provenance.OriginOf(path).ShouldBeOfType<FileOrigin.RuntimePack>();
}
