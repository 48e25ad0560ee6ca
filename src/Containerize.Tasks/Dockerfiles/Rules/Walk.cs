namespace Containerize.Dockerfiles.Rules;

/// <summary>The ways through a file that rules go.</summary>
internal static class Walk
{
    public static IEnumerable<Site<T>> Sites<T>(Dockerfile file)
        where T : Instruction
        => file.Stages.SelectMany(stage => Sites<T>(file, stage));

    public static IEnumerable<Site<T>> Sites<T>(Dockerfile file, Stage stage)
        where T : Instruction
        => stage.Instructions.SelectMany((instruction, i) => instruction is T of ? [new Site<T>(file, stage, i, of)] : Array.Empty<Site<T>>());

    /// <summary>The stages that a stage can use.</summary>
    public static IEnumerable<Stage> Above(Dockerfile file, Stage stage) => file.Stages.TakeWhile(other => !ReferenceEquals(other, stage));

    /// <returns>Null: it begins with an image.</returns>
    public static Stage? Base(Dockerfile file, Stage stage) => Above(file, stage).LastOrDefault(above => IsNamed(above, stage.Image));

    /// <summary>A stage and those that it is based on, which come first.</summary>
    public static IReadOnlyList<Stage> Lineage(Dockerfile file, Stage stage)
        => Base(file, stage) is { } below ? [.. Lineage(file, below), stage] : [stage];

    /// <summary>Builders do not look at the case of a stage's name.</summary>
    public static bool IsNamed(Stage stage, string name) => string.Equals(stage.Name, name, StringComparison.OrdinalIgnoreCase);

    public static Fault Fault(Stage stage, string what) => new($"stage {stage.Name}", what);
}
