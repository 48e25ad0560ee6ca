using System.Text.Json.Nodes;

namespace Containerize.TestKit.Registry.Seeding;

/// <summary>
/// Small stand-ins for the .NET base images: configured like the real ones, with everything in their configuration that a careless
/// publisher loses, and a few bytes of files.
/// </summary>
public static class FakeBases
{
    /// <summary>Fields that no specification names; a publish on top must keep them.</summary>
    public const string UnknownField = "x-vendor";

    /// <summary>
    /// Puts the stand-ins for runtime-deps, runtime and aspnet into the registry, for both platforms, under the tags that projects of
    /// this SDK ask for: the whole image, and the small ones for trimmed and native programs.
    /// </summary>
    public static void PushDotnet(this InProcessRegistry registry, params string[] tags)
    {
        foreach (var tag in tags.Length > 0 ? tags : ["10.0", "10.0-noble-chiseled", "10.0-noble-chiseled-extra"])
        {
            registry.PushBase("dotnet/runtime-deps", tag);
            registry.PushBase("dotnet/runtime", tag);
            registry.PushBase("dotnet/aspnet", tag);
        }
    }

    /// <summary>An index for amd64 and arm64 that looks like an aspnet image.</summary>
    public static SeededImage PushBase(this InProcessRegistry registry, string repository, string tag, bool docker = false)
    {
        var amd64 = registry.PushImage(repository, null, As(repository, Config("amd64", null)), Layers("amd64", docker), docker);
        var arm64 = registry.PushImage(repository, null, As(repository, Config("arm64", "v8")), Layers("arm64", docker), docker);
        return registry.PushIndex(repository, tag, ("linux/amd64", amd64), ("linux/arm64/v8", arm64));
    }

    /// <summary>Each of .NET's images says which runtimes it has.</summary>
    private static JsonObject As(string repository, JsonObject config)
    {
        var env = config["config"]!["Env"]!.AsArray();
        if (repository == "dotnet/runtime-deps")
        {
            env.RemoveAt(env.Count - 1);
        }
        else if (repository == "dotnet/aspnet")
        {
            env.Add("ASPNET_VERSION=10.0.12");
        }

        return config;
    }

    public static IReadOnlyList<SeedLayer> Layers(string architecture, bool docker = false) =>
    [
        SeedLayer.Gzip(TestTar.Of(("etc/", null), ("etc/group", "root:x:0:\napp:x:1654:\n"), ("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/sh\n")), docker),
        SeedLayer.Gzip(TestTar.Of(("usr/", null), ("usr/share/", null), ("usr/share/dotnet/", null), ("usr/share/dotnet/dotnet", $"not really a host for {architecture}")), docker),
    ];

    public static JsonObject Config(string architecture, string? variant)
    {
        var config = new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = "linux",
            ["created"] = "2026-01-02T03:04:05Z",
            ["author"] = "The base's maker",
            [UnknownField] = new JsonObject { ["keep"] = "me", ["number"] = 1.50 },
            ["config"] = new JsonObject
            {
                ["Env"] = new JsonArray(
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "APP_UID=1654",
                    "ASPNETCORE_HTTP_PORTS=8080",
                    "DOTNET_RUNNING_IN_CONTAINER=true",
                    "DOTNET_VERSION=10.0.12"),
                ["Cmd"] = new JsonArray("/bin/bash"),
                ["Labels"] = new JsonObject { ["base.label"] = "kept" },
                ["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD", "true"), ["Interval"] = 30000000000 },
                ["Shell"] = new JsonArray("/bin/bash", "-c"),
                ["x-unknown-run"] = "kept too",
            },
            ["history"] = new JsonArray(
                new JsonObject { ["created"] = "2026-01-02T03:04:05Z", ["created_by"] = "ADD rootfs.tar /" },
                new JsonObject { ["created"] = "2026-01-02T03:04:05Z", ["created_by"] = "ENV APP_UID=1654", ["empty_layer"] = true },
                new JsonObject { ["created"] = "2026-01-02T03:04:05Z", ["created_by"] = "COPY /dotnet /usr/share/dotnet" }),
        };
        if (variant is not null)
        {
            config["variant"] = variant;
        }

        return config;
    }
}
