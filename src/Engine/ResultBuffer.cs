using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Memory of one declared buffer: flat, row-major.</summary>
public sealed class ResultBuffer
{
    private readonly Array _values;

    private ResultBuffer(BufferDeclaration declaration, Array values)
    {
        Declaration = declaration;
        _values = values;
    }

    /// <summary>What the UDF declared.</summary>
    public BufferDeclaration Declaration { get; }

    /// <summary>Flat values as an array of the declared type.</summary>
    public Array Values => _values;

    /// <summary>All values.</summary>
    /// <typeparam name="T">The .NET type of the declared element type.</typeparam>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is another type.</exception>
    public Span<T> Span<T>()
        where T : unmanaged
        => ((T[])_values).AsSpan();

    /// <summary>The entries of some frames in a scan buffer, each with its extra axes.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is another type.</exception>
    public Span<T> Span<T>(FrameRange frames)
        where T : unmanaged
    {
        var width = (int)Declaration.Extra.Count;
        return Span<T>().Slice(checked((int)(frames.Start * width)), frames.Count * width);
    }

    /// <summary>Allocates what was declared; a <see cref="BufferUse.ResultOnly"/> one stays empty.</summary>
    internal static ResultBuffer For(BufferDeclaration declaration, DataShape data) => new(
        declaration,
        declaration.Use == BufferUse.ResultOnly ? Array.Empty<byte>() : declaration.ElementType.Dispatch<Allocation, Array>(new(declaration, data)));

    internal void MergeFrom(ResultBuffer other) => Declaration.ElementType.Dispatch<Merging, bool>(new(this, other));

    private readonly struct Allocation(BufferDeclaration declaration, DataShape data) : IElementTypeAction<Array>
    {
        public Array Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var shape = declaration.Shape(data);
            if (shape.Count > Array.MaxLength)
                throw new ArgumentException($"Result '{declaration.Name}' of {shape} values is larger than one array can be: choose a region of interest.");
            var values = new T[shape.Count];
            if (declaration.Kind != ResultKind.Scan && declaration.Merge != MergeRule.Add)
                Array.Fill(values, declaration.Merge == MergeRule.Maximum ? T.MinValue : T.MaxValue);
            return values;
        }
    }

    private readonly struct Merging(ResultBuffer into, ResultBuffer from) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var target = into.Span<T>();
            var source = from.Span<T>();
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = into.Declaration.Merge switch
                {
                    MergeRule.Add => target[i] + source[i],
                    MergeRule.Maximum => T.Max(target[i], source[i]),
                    _ => T.Min(target[i], source[i]),
                };
            }

            return true;
        }
    }
}
