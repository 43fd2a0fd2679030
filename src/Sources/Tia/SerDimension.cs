namespace Ronchi.Sources.Tia;

/// <summary>One axis of a series: coordinate = offset + (index − element) × step.</summary>
/// <param name="Length">Elements along it.</param>
/// <param name="Offset">Coordinate of the element.</param>
/// <param name="Step">Step from one to the next.</param>
/// <param name="Element">The element whose coordinate is known.</param>
/// <param name="Name">What runs along it: <c>Number</c>, <c>Position</c>, …</param>
/// <param name="Unit">Unit of the coordinate as it is written; empty: none.</param>
internal sealed record SerDimension(long Length, double Offset, double Step, int Element, string Name, string Unit);
