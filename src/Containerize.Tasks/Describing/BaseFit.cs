using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>
/// Whether an app will start on its base, from what the base's configuration says. .NET's own images say in variables what they hold; of other
/// images little is known, and of what is not known nothing is said.
/// </summary>
internal static class BaseFit
{
    private const string AspNet = "Microsoft.AspNetCore.App";

    private const string NetCore = "Microsoft.NETCore.App";

    private const string InvariantVariable = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    /// <summary>Those that are certain stop the publish; the others are told.</summary>
    /// <exception cref="ContainerizeException">The first that is certain.</exception>
    public static void Require(ImageDefinition definition, Image from, IPublishLog log) => Tell(Check(definition, from), log);

    /// <exception cref="ContainerizeException">The first that is certain.</exception>
    public static void Tell(IEnumerable<Misfit> misfits, IPublishLog log)
    {
        foreach (var misfit in misfits)
        {
            if (misfit.IsCertain)
            {
                throw new ContainerizeException(misfit.Code, misfit.Message);
            }

            log.Warn(misfit.Code, misfit.Message);
        }
    }

    public static IEnumerable<Misfit> Check(ImageDefinition definition, Image from)
        => (definition.Needs is { } needs && from.Reference is { } reference
            ? CheckRuntime(needs, definition, from, reference)
                .Take(1)
                .Concat(CheckLibrary(needs, from, reference))
                .Concat(CheckCultures(needs, definition, from, reference))
            : [])
            .Concat(CheckVariables(definition, from));

    private static IEnumerable<Misfit> CheckRuntime(AppNeeds needs, ImageDefinition definition, Image from, ImageReference reference)
    {
        var variables = VariablesOf(definition, from);
        // Who says where a runtime lies has one of their own.
        if (needs.Frameworks.Count == 0 || variables("DOTNET_ROOT") is not null)
        {
            yield break;
        }

        var isDotnet = BaseImageInference.IsDotnet(reference);
        var image = $"Looking at the base image {reference}:";
        var policy = variables("DOTNET_ROLL_FORWARD") ?? needs.RollForward;
        foreach (var (framework, wanted) in needs.Frameworks)
        {
            if (framework is not (NetCore or AspNet))
            {
                yield return new Misfit(ErrorCodes.RuntimeNotInBase, $"{image} the app needs the framework {framework}, which is "
                    + $"not there for Linux. Publish a project that targets {NetCore} or {AspNet}.", IsCertain: isDotnet);
                continue;
            }

            var (variable, repository) = framework == AspNet ? ("ASPNET_VERSION", "dotnet/aspnet") : ("DOTNET_VERSION", "dotnet/runtime");
            if (from.Config.Environment(variable) is not { } has)
            {
                if (Lacks(framework, from.Config, reference, isDotnet))
                {
                    yield return new Misfit(
                        ErrorCodes.RuntimeNotInBase,
                        $"{image} it does not have the framework {framework} {wanted.MajorMinor}, which the app needs. Build upon "
                            + $"{repository}:{wanted.MajorMinor}, or publish self-contained (--self-contained).",
                        IsCertain: isDotnet);
                }
            }
            else if (InferenceVersion.Parse(has) is { } offered && !FrameworkResolution.Serves(offered, wanted, policy))
            {
                yield return new Misfit(
                    ErrorCodes.RuntimeNotInBase,
                    $"{image} it has {framework} {has}, and the app needs "
                        + $"{wanted.MajorMinor}{(policy is null ? string.Empty : $" with RollForward {Excerpt.Of(policy)}")}. Build upon "
                        + $"{repository}:{wanted.MajorMinor}, publish self-contained, or, if the app runs on a later version, set RollForward to Major.",
                    IsCertain: isDotnet);
            }
        }
    }

    /// <summary>As the image will have them.</summary>
    private static Func<string, string?> VariablesOf(ImageDefinition definition, Image from)
    {
        var own = VariableValues.Create(definition, from.Config).ToDictionary(StringComparer.Ordinal);
        return name => own.GetValueOrDefault(name) ?? from.Config.Environment(name);
    }

    /// <summary>Only where an image of .NET's says what it holds, what it does not say is not there.</summary>
    private static bool Lacks(string framework, ImageConfig config, ImageReference reference, bool isDotnet)
    {
        var name = isDotnet ? reference.Repository.Split('/')[^1] : null;
        if (config.Environment("DOTNET_SDK_VERSION") is not null || (name is null && config.Environment("DOTNET_RUNNING_IN_CONTAINER") is null))
        {
            return false;
        }

        return framework == AspNet ? name is null or "runtime" or "runtime-deps" : name is null or "runtime-deps";
    }

    private static IEnumerable<Misfit> CheckLibrary(AppNeeds needs, Image from, ImageReference reference)
    {
        if (needs.Library is { } built && BaseLibrary.Find(reference, from.Config) is { } there && there != built)
        {
            var (has, wants) = built == CLibrary.Musl ? ("glibc", "musl") : ("musl", "glibc");
            var way = built == CLibrary.Musl
                ? "Set ContainerFamily to alpine, or publish for linux-x64 or linux-arm64 without musl"
                : "Publish for linux-musl-x64 or linux-musl-arm64, or choose a base without alpine";
            var effect = needs.IsNative ? "its program does not start there" : "its native libraries are not found there";
            yield return new Misfit(
                ErrorCodes.OtherCLibrary,
                $"Looking at the base image {reference}: it has the C library {has}, and the app was published for {wants}, so that {effect}. {way}.",
                IsCertain: needs.IsNative && BaseImageInference.IsDotnet(reference));
        }
    }

    private static IEnumerable<Misfit> CheckCultures(AppNeeds needs, ImageDefinition definition, Image from, ImageReference reference)
    {
        var isInvariant = string.Equals(from.Config.Environment(InvariantVariable), "true", StringComparison.OrdinalIgnoreCase)
            || from.Config.Environment(InvariantVariable) == "1";
        if (!isInvariant || needs.IsInvariant == true || needs.BringsCultures || definition.Environment.Any(variable => variable.Key == InvariantVariable))
        {
            yield break;
        }

        var effect = needs.IsInvariant == false
            ? "the project sets InvariantGlobalization to false, so that the app stops at its start if nobody has added ICU"
            : "the app runs in invariant mode, where there is one culture for all";
        yield return new Misfit(
            ErrorCodes.CulturesNotInBase,
            $"Looking at the base image {reference}: it has no ICU, and {effect}. If the app needs no cultures, set InvariantGlobalization to true in "
                + "the project; if it does, build upon a base with ICU, such as one whose tag ends in -extra.",
            IsCertain: false);
    }

    private static IEnumerable<Misfit> CheckVariables(ImageDefinition definition, Image from)
    {
        foreach (var (variable, unknown) in VariableValues.UnknownIn(definition, from.Config))
        {
            yield return new Misfit(
                ErrorCodes.VariableUnknown,
                $"Reading the ContainerEnvironmentVariable item '{variable}': its value refers to ${unknown}, which neither the base image nor another "
                    + "item sets, and is left as it is written. Mend the name, or say with the metadata Expand=\"false\" that no variable is meant.",
                IsCertain: false);
        }

        if (definition.User is { } user)
        {
            var unknown = new List<string>();
            VariableText.Expand(user, VariablesOf(definition, from), unknown);
            foreach (var name in unknown)
            {
                yield return new Misfit(
                    ErrorCodes.InvalidUser,
                    $"Reading ContainerUser: '{Excerpt.Of(user)}' refers to ${name}, which neither the base image nor a ContainerEnvironmentVariable "
                        + "item sets. Write the user's name or number.",
                    IsCertain: true);
            }
        }
    }
}
