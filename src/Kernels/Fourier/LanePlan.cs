using System.Collections.Immutable;
using System.Numerics;

namespace Ronchi.Kernels.Fourier;

/// <summary>
/// Transforms of one length, as many at once as the machine's widest vector has lanes (<see cref="LaneWidth"/>); immutable, to be shared by
/// threads.
/// </summary>
/// <remarks>
/// Xₖ = Σ xⱼ · exp(−2πi·j·k∕n). Value j of all lanes is one vector of real and one of imaginary parts. Stockham's self-sorting form for the
/// factors 4, 2, 3, 5 and other primes up to 31 (C. Temperton, J. Comput. Phys. 52 (1983) 1); lengths with a larger prime factor as a
/// convolution with a chirp
/// (L. Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451). The inverse, without its factor 1∕n, is the same with real and imaginary
/// parts exchanged.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LanePlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int LargestFactor = 31;
    private readonly ImmutableArray<LaneStage<T>> _stages;
    private readonly LaneChirp<T>? _chirp;

    public LanePlan(int length)
    {
        Length = length;
        var factors = Factors(length);
        if (factors.Count > 0 && factors.Max() > LargestFactor)
        {
            _chirp = new(length);
            _stages = [];
            return;
        }

        var stages = ImmutableArray.CreateBuilder<LaneStage<T>>();
        int rest = length, stride = 1;
        foreach (int factor in factors)
        {
            stages.Add(new(factor, rest, stride));
            rest /= factor;
            stride *= factor;
        }

        _stages = stages.ToImmutable();
    }

    /// <summary>Values of a transform.</summary>
    public int Length { get; }

    /// <summary>Vectors of scratch memory that a transform needs, real and imaginary parts counted apart.</summary>
    public int ScratchVectors => _chirp?.ScratchVectors ?? 2 * Length;

    /// <summary>Transforms all lanes in place.</summary>
    /// <param name="real">Real parts, one vector for each value.</param>
    /// <param name="imaginary">Imaginary parts.</param>
    /// <param name="scratch">Scratch memory of <see cref="ScratchVectors"/> vectors.</param>
    public void Forward(T* real, T* imaginary, T* scratch)
    {
        if (_chirp is not null)
        {
            _chirp.Forward(real, imaginary, scratch);
            return;
        }

        int lanes = LaneWidth.Of<T>();
        T* fromReal = real, fromImaginary = imaginary, toReal = scratch, toImaginary = scratch + ((nint)Length * lanes);
        foreach (var stage in _stages)
        {
            stage.Run(fromReal, fromImaginary, toReal, toImaginary);
            T* swap = fromReal;
            fromReal = toReal;
            toReal = swap;
            swap = fromImaginary;
            fromImaginary = toImaginary;
            toImaginary = swap;
        }

        if (fromReal == real)
            return;
        new Span<T>(fromReal, Length * lanes).CopyTo(new Span<T>(real, Length * lanes));
        new Span<T>(fromImaginary, Length * lanes).CopyTo(new Span<T>(imaginary, Length * lanes));
    }

    /// <summary>Transforms back, without the factor 1∕n.</summary>
    /// <inheritdoc cref="Forward"/>
    public void Inverse(T* real, T* imaginary, T* scratch) => Forward(imaginary, real, scratch);

    private static List<int> Factors(int length)
    {
        var factors = new List<int>();
        while (length % 4 == 0 && length > 0)
        {
            factors.Add(4);
            length /= 4;
        }

        for (int factor = 2; length > 1; factor++)
        {
            while (length % factor == 0)
            {
                factors.Add(factor);
                length /= factor;
            }

            if ((long)factor * factor > length && length > 1)
            {
                factors.Add(length);
                break;
            }
        }

        return factors;
    }
}
