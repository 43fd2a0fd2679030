using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What is subtracted from shifts, as it is asked for: a rule, or a file with a plane.</summary>
[ParameterValue<RegressionChoice>]
public readonly record struct RegressionChoice : IParameterValue<RegressionChoice>
{
    internal const string Help = "What to subtract from the shifts: nothing, their mean, a fitted plane, or the 3×2 plane in a file";

    private readonly string? _text;

    private RegressionChoice(string text) => _text = text;

    /// <summary>Nothing.</summary>
    public static RegressionChoice None { get; } = new("none");

    /// <summary>Their mean.</summary>
    public static RegressionChoice Mean { get; } = new("mean");

    /// <summary>A fitted plane.</summary>
    public static RegressionChoice Linear { get; } = new("linear");

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Text;

    /// <inheritdoc/>
    public static string Form => "none|mean|linear|FILE.npy";

    /// <inheritdoc/>
    public static RegressionChoice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text is "none" or "mean" or "linear" || text.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)
            ? new(text)
            : throw new FormatException($"'{text}' is not known: expected none, mean, linear or the name of an .npy file.");
    }

    /// <summary>What it stands for, its file read.</summary>
    /// <exception cref="ArgumentException">The file holds no plane.</exception>
    public FieldRegression Read(OperationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        switch (ToString())
        {
            case "none":
                return FieldRegression.None;
            case "mean":
                return FieldRegression.Mean;
            case "linear":
                return FieldRegression.Linear;
            case var path:
                var (values, shape) = context.ReadWeights(path);
                return shape == new Extent(3, 2)
                    ? FieldRegression.Given(values)
                    : throw new ArgumentException(
                        $"--regression: {path} has shape {shape}, but a plane is 3×2: [row, column] at the "
                        + "origin, per scan row, per scan column.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "none";
}
