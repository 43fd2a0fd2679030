using System.Numerics;

namespace Ronchi.Frames;

/// <summary>Code written once for every real numeric element type; see <see cref="ElementTypeExtensions.Dispatch"/>.</summary>
/// <typeparam name="TResult">What the code returns.</typeparam>
public interface IElementTypeAction<out TResult>
{
    /// <summary>Runs with the .NET type of the element.</summary>
    TResult Run<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}
