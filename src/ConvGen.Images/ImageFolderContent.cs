namespace ConvGen;

/// <summary>What <see cref="ImageFolder.Load"/> has found.</summary>
/// <param name="Images">The images, class after class, and in a class in the ordinal order of their paths.</param>
/// <param name="ClassNames">The name of each class, from class 0 on: its folder's name.</param>
/// <param name="Files">The path of each image, so that a <see cref="Mistake"/> can be looked at.</param>
public sealed record ImageFolderContent(LabeledImages Images, IReadOnlyList<string> ClassNames, IReadOnlyList<string> Files);
