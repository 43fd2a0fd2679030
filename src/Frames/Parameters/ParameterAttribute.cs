namespace Ronchi.Frames;

/// <summary>
/// Makes a member of a record a parameter. Name and type of the member say the rest: <c>double? InnerRadius</c> is <c>--inner-radius</c>,
/// <c>required</c> is required.
/// </summary>
/// <param name="help">What it is, in a sentence without a full stop. Its default is added.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ParameterAttribute(string help) : Attribute
{
    /// <summary>What it is.</summary>
    public string Help { get; } = help;

    /// <summary>Its name in every face; null: that of the member, in lower case with hyphens.</summary>
    public string? Name { get; init; }

    /// <summary>What happens where nothing is given, in words; null: the member's own value tells, or nothing has to be told.</summary>
    public string? Default { get; init; }

    /// <summary>What is written for it, in capitals; null: as its type has it.</summary>
    public string? Form { get; init; }

    /// <summary>Unit of a number; null: none.</summary>
    public string? Unit { get; init; }

    /// <summary>Smallest number that is taken; NaN: any.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>Largest number that is taken; NaN: any.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>What a person points at to give it.</summary>
    public ParameterPick Pick { get; init; }
}
