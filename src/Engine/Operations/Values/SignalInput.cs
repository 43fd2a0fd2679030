using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>
/// An array as a parameter: that of a file, a result of another signal, or one in memory. Equal by content: files by their path, results by
/// what they are made of, arrays by their values.
/// </summary>
/// <remarks>
/// In texts it is a file (<c>dark.npy</c>), or a signal of the same pipeline with one of its results (<c>com/field</c>; of a signal with
/// one result its name alone).
/// </remarks>
[ParameterValue<SignalInput>]
public sealed class SignalInput : IParameterValue<SignalInput>, IEquatable<SignalInput>
{
    private SignalInput(string text) => Text = text;

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Signal;

    /// <inheritdoc/>
    public static string Form => "FILE|SIGNAL";

    /// <summary>What is written for it: a path, or what says which signal or array it is.</summary>
    public string Text { get; }

    /// <summary>The result; null: it is a file or an array in memory.</summary>
    public ISignalResult? Result { get; private init; }

    /// <summary>Whether it is an array in memory.</summary>
    public bool IsArray => Array is not null;

    /// <summary>Values of an array in memory, row-major, and its shape; null: it is a file or a result.</summary>
    internal (double[] Values, Extent Shape)? Array { get; private init; }

    /// <summary>A file as a parameter.</summary>
    public static implicit operator SignalInput(string path) => Parse(path);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static SignalInput FromString(string path) => Parse(path);

    /// <summary>A result as a parameter: it is computed before the frames that need it, once.</summary>
    public static SignalInput Of(ISignalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(result.Id) { Result = result };
    }

    /// <summary>An array in memory as a parameter. It has no text that could be read again.</summary>
    /// <param name="values">The values, row-major; they are copied.</param>
    /// <param name="shape">Its axes, slowest first.</param>
    /// <exception cref="ArgumentException">There are not as many values as the shape has.</exception>
    public static SignalInput Of(ReadOnlySpan<double> values, Extent shape)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"{values.Length} values do not fill {shape}.", nameof(values));
        var hash = System.Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)))[..16];
        return new(string.Create(CultureInfo.InvariantCulture, $"array:{shape}:{hash}")) { Array = (values.ToArray(), shape) };
    }

    /// <inheritdoc/>
    public static SignalInput Parse(string text) =>
        text is { Length: > 0 } ? new(text) : throw new FormatException("the name of the file or signal is empty.");

    /// <inheritdoc/>
    public bool Equals(SignalInput? other) =>
        other is not null && Text == other.Text && (Result is null, Array is null) == (other.Result is null, other.Array is null);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignalInput);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
