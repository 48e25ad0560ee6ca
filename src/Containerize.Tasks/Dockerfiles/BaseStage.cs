namespace Containerize.Dockerfiles;

/// <summary>What containers run in, without what they run: the image's folder, ports and user, and what is installed below the layers.</summary>
/// <param name="runs">Commands that the user adds below the layers.</param>
/// <param name="description">The instructions of the last stage after its layers, as they are where it is the only one.</param>
/// <param name="baseUser">Whom the base image runs commands as; null: root.</param>
internal sealed class BaseStage(IReadOnlyList<Instruction> runs, IReadOnlyList<Instruction> description, string? baseUser)
{
    /// <summary>The user last: commands run as the base's.</summary>
    public IEnumerable<Instruction> Instructions =>
    [
        .. runs,
        new Instruction.Comment("What containers run in. Editors build only this stage, and run in it what they have compiled themselves."),
        .. description.OfType<Instruction.WorkingDirectory>(),
        .. description.OfType<Instruction.Expose>(),
        .. description.OfType<Instruction.User>(),
    ];

    /// <summary>What is left for the last stage. It names the user again, since its own commands are run as the base's.</summary>
    public IEnumerable<Instruction> Rest => description.Where(instruction => instruction is not (Instruction.WorkingDirectory or Instruction.Expose));

    /// <summary>What makes the last stage begin as the base image does.</summary>
    public IEnumerable<Instruction> ListReturn()
    {
        var user = baseUser ?? "root";
        return description.OfType<Instruction.User>().Any(own => own.Name != user) ? [new Instruction.User(user)] : [];
    }
}
